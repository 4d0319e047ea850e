import json
from pathlib import Path

from chalice.app import SQSEventConfig
from chalice.config import DeployedResources

import app
from infra.record import Record
from infra.stage import Stage
from tests.unit.infra.cloud import REGION
from tests.unit.infra.deployed import QUEUE_ARN, Deployed, a_mapping, function_arn

DEV = Stage("dev")
OUTPUTS = {
    "SiteBucketName": "site",
    "UploadsBucketName": "uploads",
    "JobQueueArn": QUEUE_ARN,
}
EXECUTE = f"execute-api.{REGION}.amazonaws.com/dev"


def a_deployment() -> Deployed:
    """Everything that Chalice makes, and the same of a stage whose name begins alike."""
    cloud = Deployed()
    for stage in (DEV, Stage("dev-2")):
        cloud.roles |= {stage.role_name(handler) for handler in DEV.handlers}
        cloud.functions |= {stage.function_name(handler) for handler in DEV.handlers}
        cloud.groups += [f"/aws/lambda/{stage.role_name(each)}" for each in DEV.handlers]
        cloud.rest_apis[f"rest-{stage.name}"] = stage.function_name("api_handler")
        cloud.websocket_apis[f"ws-{stage.name}"] = f"{stage.stack_name}-websocket-api"
        cloud.mappings.append(a_mapping(stage.function_name("process_photos")))
    return cloud


def loaded(cloud: Deployed) -> Record:
    return Record.load(cloud.account(), DEV, OUTPUTS)


def test_where_nothing_is_deployed_there_is_nothing() -> None:
    record = loaded(Deployed())
    assert record.resources == []
    assert record.rest_api_id is None
    assert record.rest_api_url is None
    assert record.websocket_api_id is None
    assert record.websocket_api_url is None


def test_what_a_run_made_that_could_not_write_its_record_is_found() -> None:
    record = loaded(a_deployment())
    assert record.rest_api_id == "rest-dev"
    assert record.rest_api_url == f"https://rest-dev.{EXECUTE}"
    assert record.websocket_api_id == "ws-dev"
    assert record.websocket_api_url == f"wss://ws-dev.{EXECUTE}"
    functions = {function_arn(DEV.function_name(handler)) for handler in DEV.handlers}
    assert set(record.all("lambda_function", "lambda_arn")) == functions
    assert set(record.all("iam_role", "role_name")) == {
        DEV.role_name(handler) for handler in DEV.handlers
    }
    assert record.all("s3_event", "bucket") == ["uploads"]
    assert len(record.all("log_group", "log_group_name")) == len(DEV.handlers)
    assert record.all("sqs_event", "event_uuid") == ["mapping of scandrop-dev-process_photos"]


def test_roles_come_before_functions_and_those_before_what_calls_them() -> None:
    """Chalice removes from the last to the first."""
    kinds = [each["resource_type"] for each in loaded(a_deployment()).resources]
    order = ["iam_role", "lambda_function", "log_group", "s3_event", "sqs_event"]
    assert list(dict.fromkeys(kinds)) == [*order, "rest_api", "websocket_api"]


def test_what_is_on_its_way_out_is_not_taken() -> None:
    cloud = a_deployment()
    for mapping in cloud.mappings:
        mapping["State"] = "Deleting"
    assert loaded(cloud).all("sqs_event", "event_uuid") == []


def test_an_api_of_another_stage_is_not_taken() -> None:
    cloud = a_deployment()
    del cloud.rest_apis["rest-dev"], cloud.websocket_apis["ws-dev"]
    record = loaded(cloud)
    assert record.rest_api_id is None
    assert record.websocket_api_id is None


def test_what_is_gone_is_forgotten() -> None:
    cloud = a_deployment()
    loaded(cloud).save(cloud.account(), OUTPUTS)
    cloud.functions.clear()
    cloud.rest_apis.clear()
    record = loaded(cloud)
    assert record.all("lambda_function", "lambda_arn") == []
    assert record.rest_api_id is None


def test_a_function_that_the_application_no_longer_has_is_remembered() -> None:
    """Chalice removes what its record has and the application has not."""
    cloud = a_deployment()
    record = loaded(cloud)
    name = DEV.function_name("retired")
    record.resources.append(
        {"name": "retired", "resource_type": "lambda_function", "lambda_arn": function_arn(name)}
    )
    record.save(cloud.account(), OUTPUTS)
    cloud.functions.add(name)
    assert function_arn(name) in loaded(cloud).all("lambda_function", "lambda_arn")


def test_what_only_the_record_can_know_is_kept() -> None:
    cloud = a_deployment()
    rule = {"name": "nightly", "resource_type": "cloudwatch_event", "rule_name": "1"}
    Record(DEV, [rule]).save(cloud.account(), OUTPUTS)
    assert rule in loaded(cloud).resources


def test_it_is_kept_apart_from_the_files_of_the_site() -> None:
    cloud = a_deployment()
    loaded(cloud).save(cloud.account(), OUTPUTS)
    assert list(cloud.objects) == [("site", "deployments/dev.json")]


def test_without_a_site_there_is_no_record_to_read() -> None:
    record = Record.load(a_deployment().account(), DEV, {"UploadsBucketName": "uploads"})
    assert record.rest_api_id == "rest-dev"


def test_chalice_reads_what_we_write_and_we_what_it_writes(tmp_path: Path) -> None:
    record = loaded(a_deployment())
    record.write(tmp_path)
    written = json.loads((tmp_path / ".chalice" / "deployed" / "dev.json").read_text())
    assert written["schema_version"] == "2.0"
    assert written["backend"] == "api"
    assert Record.read(tmp_path, DEV) == record


def test_chalice_understands_it(tmp_path: Path) -> None:
    loaded(a_deployment()).write(tmp_path)
    written = json.loads((tmp_path / ".chalice" / "deployed" / "dev.json").read_text())
    known = DeployedResources(written)
    assert known.resource_values("rest_api")["rest_api_id"] == "rest-dev"
    assert known.resource_values("api_handler")["resource_type"] == "lambda_function"


def test_chalice_finds_what_gives_out_jobs_by_its_own_name_for_it(tmp_path: Path) -> None:
    """Else it would make a second one, which Lambda refuses."""
    loaded(a_deployment()).write(tmp_path)
    written = json.loads((tmp_path / ".chalice" / "deployed" / "dev.json").read_text())
    (source,) = (each for each in app.app.event_sources if isinstance(each, SQSEventConfig))
    values = DeployedResources(written).resource_values(f"{source.name}-sqs-event-source")
    assert values == {
        "name": f"{source.name}-sqs-event-source",
        "resource_type": "sqs_event",
        "queue_arn": QUEUE_ARN,
        "queue": "scandrop-dev-jobs",
        "event_uuid": "mapping of scandrop-dev-process_photos",
        "lambda_arn": function_arn(DEV.function_name("process_photos")),
    }
