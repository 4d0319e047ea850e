import json
from pathlib import Path

import pytest

from infra import finish
from infra.gateway_responses import RESPONSES
from infra.problems import AwsRefused
from infra.record import Record
from infra.stage import Stage
from tests.unit.infra.deployed import QUEUE_ARN, Deployed, a_mapping

DEV = Stage("dev")
RECORD = Record(
    DEV,
    [
        {"resource_type": "rest_api", "rest_api_id": "rest"},
        {"resource_type": "websocket_api", "websocket_api_id": "ws"},
    ],
)


def test_each_role_gets_the_policy_that_chalice_would_give_it(tmp_path: Path) -> None:
    folder = tmp_path / ".chalice" / "policies"
    folder.mkdir(parents=True)
    (folder / "api_handler.json").write_text(json.dumps({"Version": "2012-10-17"}))
    cloud = Deployed()
    finish.put_policies(cloud.account(), DEV, tmp_path)
    role = "scandrop-dev-api_handler"
    assert cloud.policies == {role: {role: {"Version": "2012-10-17"}}}


def test_both_apis_are_throttled() -> None:
    cloud = Deployed(websocket_stages={"dev": "first"})
    finish.throttle(cloud.account(), RECORD, 100, 200)
    (_, rest), (_, websocket) = cloud.requests
    assert (rest["restApiId"], rest["stageName"]) == ("rest", "dev")
    assert {each["path"]: each["value"] for each in rest["patchOperations"]} == {
        "/*/*/throttling/rateLimit": "100",
        "/*/*/throttling/burstLimit": "200",
    }
    assert (websocket["ApiId"], websocket["StageName"]) == ("ws", "dev")
    settings = websocket["DefaultRouteSettings"]
    assert settings["ThrottlingRateLimit"] == 100
    assert settings["ThrottlingBurstLimit"] == 200


def test_what_the_api_refuses_by_itself_is_said_in_our_words_and_served() -> None:
    """A stage serves what was there when its deployment was made: so there is one more."""
    cloud = Deployed()
    finish.refuse_in_our_words(cloud.account(), RECORD, "https://photos.example.org")
    *put, (deploy, deployed), (publish, published) = cloud.requests
    assert {each["responseType"]: each for _, each in put}.keys() == RESPONSES.keys()
    for name, asked in put:
        response = RESPONSES[asked["responseType"]]
        assert (name, asked["restApiId"]) == ("put_gateway_response", "rest")
        assert asked.get("statusCode") == (response.status and str(response.status))
        assert asked["responseTemplates"] == {"application/json": response.body}
        allowed = asked["responseParameters"]["gatewayresponse.header.Access-Control-Allow-Origin"]
        assert allowed == "'https://photos.example.org'"
    assert (deploy, deployed) == ("create_deployment", {"restApiId": "rest"})
    assert (publish, published["stageName"]) == ("update_stage", "dev")
    assert published["patchOperations"] == [
        {"op": "replace", "path": "/deploymentId", "value": "deployment of rest"}
    ]


@pytest.mark.parametrize(
    "stages", [{"dev": "first"}, {}], ids=["there", "not made by a run that ended before"]
)
def test_the_websocket_stage_is_there_and_serves_the_routes_of_now(stages: dict[str, str]) -> None:
    cloud = Deployed(websocket_stages=stages)
    finish.publish_websocket(cloud.account(), RECORD)
    assert cloud.websocket_stages == {"dev": "deployment of ws"}


def test_events_that_fail_for_good_are_kept() -> None:
    cloud = Deployed()
    finish.keep_failed_events(cloud.account(), DEV, "arn:aws:sqs:eu-central-1:1:dead")
    ((_, asked),) = cloud.requests
    assert asked["FunctionName"] == "scandrop-dev-photo_uploaded"
    assert asked["DestinationConfig"] == {
        "OnFailure": {"Destination": "arn:aws:sqs:eu-central-1:1:dead"}
    }


REPORTING = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
FUNCTION = DEV.function_name("process_photos")


def test_jobs_that_fail_come_again_and_their_neighbours_do_not() -> None:
    """Chalice cannot say it, and without it what failed would be lost."""
    other = a_mapping("scandrop-dev-2-process_photos")
    cloud = Deployed(mappings=[a_mapping(FUNCTION, State="Creating"), other], busy=2)
    finish.report_failed_jobs(cloud.account(), DEV, QUEUE_ARN, look_seconds=0)
    assert cloud.mappings == [a_mapping(FUNCTION, **REPORTING), other]


def test_what_reports_failed_jobs_already_is_left_alone() -> None:
    cloud = Deployed(mappings=[a_mapping(FUNCTION, **REPORTING)])
    finish.report_failed_jobs(cloud.account(), DEV, QUEUE_ARN, look_seconds=0)
    assert cloud.requests == []


def test_a_queue_whose_jobs_somebody_stopped_gives_them_out_again() -> None:
    cloud = Deployed(mappings=[a_mapping(FUNCTION, State="Disabled", **REPORTING)])
    finish.report_failed_jobs(cloud.account(), DEV, QUEUE_ARN, look_seconds=0)
    assert cloud.mappings == [a_mapping(FUNCTION, **REPORTING)]


@pytest.mark.parametrize(
    "mappings", [[], [a_mapping(FUNCTION)], [a_mapping(FUNCTION, State="Deleting")]]
)
def test_a_deployment_does_not_end_well_without_it(mappings: list[dict[str, str]]) -> None:
    cloud = Deployed(mappings=mappings, busy=1_000)
    with pytest.raises(AwsRefused, match="report failures"):
        finish.report_failed_jobs(cloud.account(), DEV, QUEUE_ARN, look_seconds=0)


def test_the_log_group_that_lambda_writes_to_is_there_whatever_chalice_makes() -> None:
    cloud = Deployed(groups=["/aws/lambda/scandrop-dev-api_handler"])
    for _ in range(2):
        finish.keep_api_logs(cloud.account(), DEV)
    assert cloud.groups == ["/aws/lambda/scandrop-dev-api_handler", "/aws/lambda/scandrop-dev"]
    days = DEV.settings["log_retention_in_days"]
    asked = {"logGroupName": "/aws/lambda/scandrop-dev", "retentionInDays": days}
    assert cloud.requests == [("put_retention_policy", asked)] * 2


def test_no_log_stays_behind_and_none_of_another_stage_goes() -> None:
    other = "/aws/lambda/scandrop-dev-2"
    ours = ["/aws/lambda/scandrop-dev", "/aws/lambda/scandrop-dev-photo_uploaded"]
    cloud = Deployed(groups=[*ours, other])
    for _ in range(2):
        finish.forget_logs(cloud.account(), DEV, [ours[1]])
    assert cloud.groups == [other]
