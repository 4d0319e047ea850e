"""Writing a Terraform module: from which outputs, and when the site may follow."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from infra import finish, terraform
from infra.command import NEEDS_A_PERSON
from infra.console import Console
from infra.problems import BuildFailed, NotDeployed
from infra.record import Record
from infra.stage import Stage
from infra.terraform_document import Target, repaired
from tests.unit.infra.cloud import Cloud, a_stack
from tests.unit.infra.deployed import Deployed, a_mapping
from tests.unit.infra.terraform_written import OUTPUTS, written

PROD = Stage("prod")
FUNCTION = PROD.function_name("process_photos")


class _Settings(Cloud):
    """Remembers what `make deploy` sets after Chalice."""

    def __init__(self) -> None:
        self.rest: dict[str, str] = {}
        self.websocket: dict[str, Any] = {}
        self.events: dict[str, Any] = {}
        self.jobs: dict[str, Any] = {}

    def update_stage(self, asked: Any) -> dict[str, Any]:
        if "patchOperations" in asked:
            self.rest = {each["path"]: each["value"] for each in asked["patchOperations"]}
        else:
            self.websocket = asked["DefaultRouteSettings"]
        return {}

    def put_function_event_invoke_config(self, asked: Any) -> dict[str, Any]:
        self.events = asked
        return {}

    def list_event_source_mappings(self, asked: Any) -> dict[str, Any]:
        source = {"EventSourceArn": asked["EventSourceArn"]}
        return {"EventSourceMappings": [a_mapping(FUNCTION) | source | self.jobs]}

    def update_event_source_mapping(self, asked: Any) -> dict[str, Any]:
        self.jobs = {"FunctionResponseTypes": asked["FunctionResponseTypes"]}
        return {}


def test_terraform_sets_what_make_deploy_sets(tmp_path: Path) -> None:
    settings = _Settings()
    apis = [
        {"resource_type": f"{kind}_api", "name": kind, f"{kind}_api_id": "a1b2c3d4e5"}
        for kind in ("rest", "websocket")
    ]
    account = settings.account()
    finish.throttle(account, Record(PROD, apis), 70, 140)
    finish.keep_failed_events(account, PROD, OUTPUTS["DeadLetterQueueArn"])
    finish.report_failed_jobs(account, PROD, OUTPUTS["JobQueueArn"], look_seconds=0)

    target = Target(PROD, terraform.account_of(OUTPUTS), OUTPUTS)
    made = repaired(written(PROD, tmp_path), target)["resource"]
    rest = made["aws_api_gateway_method_settings"]["rest_api"]["settings"]
    assert settings.rest == {
        "/*/*/throttling/rateLimit": str(rest["throttling_rate_limit"]),
        "/*/*/throttling/burstLimit": str(rest["throttling_burst_limit"]),
    }
    websocket = made["aws_apigatewayv2_stage"]["websocket_api_stage"]["default_route_settings"]
    assert settings.websocket == {
        "".join(word.title() for word in name.split("_")): value
        for name, value in websocket.items()
    }
    events = made["aws_lambda_function_event_invoke_config"]["photo_uploaded"]
    assert settings.events == {
        "FunctionName": PROD.function_name("photo_uploaded"),
        "MaximumRetryAttempts": events["maximum_retry_attempts"],
        "MaximumEventAgeInSeconds": events["maximum_event_age_in_seconds"],
        "DestinationConfig": {
            "OnFailure": {"Destination": events["destination_config"]["on_failure"]["destination"]}
        },
    }
    (jobs,) = made["aws_lambda_event_source_mapping"].values()
    assert settings.jobs == {"FunctionResponseTypes": jobs["function_response_types"]}
    assert jobs["event_source_arn"].endswith(f":{OUTPUTS['JobQueueArn'].rpartition(':')[2]}")


def test_an_account_is_known_by_its_stack() -> None:
    account = terraform.account_of(OUTPUTS)
    assert (account.account_id, account.region, account.partition) == (
        "123456789012",
        "eu-central-1",
        "aws",
    )


@pytest.mark.parametrize("missing", ["SessionsTableArn", "DeadLetterQueueArn"])
def test_outputs_of_a_stage_that_does_not_serve_are_refused(missing: str) -> None:
    outputs = {name: value for name, value in OUTPUTS.items() if name != missing}
    with pytest.raises(BuildFailed, match="not the outputs of a stage that serves"):
        terraform.account_of(outputs)


def test_outputs_are_read_from_either_form() -> None:
    listed = [{"OutputKey": "SiteUrl", "OutputValue": "https://d111.cloudfront.net"}]
    plain = {"SiteUrl": "https://d111.cloudfront.net"}
    assert terraform.read_outputs(json.dumps(plain)) == plain
    assert terraform.read_outputs(json.dumps({"Stacks": [{"Outputs": listed}]})) == plain


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '{"a": 1}', '{"Stacks": []}', '{"Stacks": [{"Outputs": [{}]}]}']
)
def test_what_are_no_outputs_is_refused(text: str) -> None:
    with pytest.raises(BuildFailed, match="not the outputs of a stack"):
        terraform.read_outputs(text)


class _StackOnly(Deployed):
    """What `make package-terraform` leaves behind, before `terraform apply`."""

    def describe_stacks(self, asked: Any) -> dict[str, Any]:
        return {"Stacks": [a_stack(asked["StackName"], SiteBucketName="site")]}


def test_a_site_is_published_only_for_apis_that_are_there() -> None:
    account, console = _StackOnly().account(), Console(StringIO())
    with pytest.raises(NotDeployed, match="terraform apply"):
        terraform.publish(account, PROD, console)


def test_outputs_that_cannot_be_read_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing, binary = tmp_path / "missing.json", tmp_path / "binary.json"
    binary.write_bytes(b"\xff")
    for path in (missing, binary):
        assert terraform.main(["--stage", "dev", "--outputs", str(path)]) == NEEDS_A_PERSON
        assert f"BuildFailed: Outputs of a stack are to be in {path}" in capsys.readouterr().err


def test_the_command_takes_either_outputs_or_publish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        terraform.main(["--outputs", str(tmp_path / "outputs.json"), "--publish"])
    assert "not allowed with argument" in capsys.readouterr().err
