"""infra/template.yaml: each thing that needs a person raises an alarm."""

import json
import re
from typing import Any

import pytest

import app
from infra.stage import APP_NAME, Stage, chalice_config
from tests.contract.template import STACK, make
from tests.contract.template_variants import VARIANTS

DEPLOYED = make(**VARIANTS["deployed"])
ALARMS = {alarm["AlarmName"]: alarm for alarm in DEPLOYED.of_type("CloudWatch::Alarm").values()}
STAGE = Stage(STACK.removeprefix("scandrop-"))
#: Chalice's names for the functions behind routes and sockets.
_HOURLY = "expire_photos"
_ROUTED = "api_handler"
_SOCKETS = {
    "$connect": "websocket_connect",
    "$default": "websocket_message",
    "$disconnect": "websocket_disconnect",
}


def functions() -> set[str]:
    """The functions that Chalice makes of app.py, by its names for them."""
    found = {_ROUTED} if app.app.routes else set()
    found |= {_SOCKETS[route] for route in app.app.websocket_handlers}
    found |= {source.name for source in app.app.event_sources}
    return found | {function.name for function in app.app.pure_lambda_functions}


def _dimensions(alarm: dict[str, Any]) -> dict[str, str]:
    return {each["Name"]: each["Value"] for each in alarm["Dimensions"]}


def _watched(namespace: str, metric: str) -> list[dict[str, str]]:
    return [
        _dimensions(alarm)
        for alarm in ALARMS.values()
        if (alarm["Namespace"], alarm["MetricName"]) == (namespace, metric)
    ]


def steps() -> set[str]:
    """The functions of the state machine: what matters of them shows in its executions."""
    return {function.name for function in app.app.pure_lambda_functions}


def test_these_are_all_the_functions() -> None:
    assert functions() - steps() == {
        *(_ROUTED, *_SOCKETS.values()),
        *("photo_uploaded", "process_photos", _HOURLY),
    }
    assert steps() == {
        f"{verb}_photo"
        for verb in ("validate", "render", "watermark", "moderate", "publish", "reject")
    }
    for stage in chalice_config()["stages"].values():
        assert set(stage["lambda_functions"]) == functions()


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_each_function_that_aws_calls_is_watched_and_no_other(metric: str) -> None:
    # One that is throttled runs an hour later.
    unwatched = {_HOURLY} if metric == "Throttles" else set()
    wanted = sorted(STAGE.function_name(name) for name in functions() - steps() - unwatched)
    assert sorted(each["FunctionName"] for each in _watched("AWS/Lambda", metric)) == wanted


def test_the_queues_and_both_apis_are_watched() -> None:
    (dead,) = _watched("AWS/SQS", "ApproximateNumberOfMessagesVisible")
    assert dead == {"QueueName": DEPLOYED["DeadLetterQueue"]["QueueName"]}
    (age,) = _watched("AWS/SQS", "ApproximateAgeOfOldestMessage")
    assert age == {"QueueName": DEPLOYED["JobQueue"]["QueueName"]}
    (api,) = _watched("AWS/ApiGateway", "5XXError")
    assert api == {"ApiName": APP_NAME, "Stage": STAGE.name}
    assert app.app.app_name == APP_NAME, "Chalice names the API for it"
    (socket,) = _watched("AWS/ApiGateway", "IntegrationError")
    assert socket == {"ApiId": "d4e5f6", "Stage": STAGE.name}


def test_executions_are_watched_where_there_are_any() -> None:
    assert not _watched("AWS/States", "ExecutionsFailed")
    made = make(**VARIANTS["step functions"])
    alarm = made["FailedExecutionsAlarm"]
    assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/States", "ExecutionsFailed")
    assert _dimensions(alarm) == {"StateMachineArn": made.outputs["StateMachineArn"]}
    assert (alarm["Threshold"], alarm["Statistic"]) == (1, "Sum")
    assert "make redrive" in alarm["AlarmDescription"]


def test_the_pipe_is_watched_because_it_has_no_dead_letters() -> None:
    (pipe,) = _watched("AWS/EventBridge/Pipes", "ExecutionFailed")
    assert pipe == {"PipeName": "PhotosPipe"}
    assert "DeadLetterConfig" not in str(DEPLOYED["PhotosPipe"])


def test_stages_are_named_as_chalice_names_them_to_api_gateway() -> None:
    """The `Stage` of the metrics is `api_gateway_stage`."""
    for name, stage in chalice_config()["stages"].items():
        assert stage["api_gateway_stage"] == name


def test_one_dead_letter_is_enough() -> None:
    alarm = ALARMS[f"{STACK}-dead-letters"]
    assert (alarm["Threshold"], alarm["Statistic"]) == (1, "Maximum")
    assert "make redrive" in alarm["AlarmDescription"]


def test_one_throttled_call_is_enough_and_three_failures() -> None:
    """One failure is repeated by the page, the phone or Lambda; what runs by the hour is not."""
    wanted = {"Errors": 3, "Throttles": 1, "5XXError": 3, "IntegrationError": 3}
    hourly = ALARMS[f"{STACK}-{_HOURLY}-errors"]
    assert (hourly["Threshold"], hourly["Statistic"]) == (1, "Sum")
    for alarm in ALARMS.values():
        if alarm["MetricName"] in wanted and alarm is not hourly:
            assert (alarm["Threshold"], alarm["Statistic"]) == (wanted[alarm["MetricName"]], "Sum")


def test_an_alarm_goes_off_within_five_minutes_and_not_because_nobody_is_there() -> None:
    for alarm in ALARMS.values():
        assert (alarm["Period"], alarm["EvaluationPeriods"]) == (300, 1)
        assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
        assert alarm["TreatMissingData"] == "notBreaching"
        assert alarm["AlarmName"].startswith(f"{STACK}-")


def test_sockets_are_watched_once_their_api_is_known() -> None:
    assert "SocketErrorsAlarm" not in make().resources
    assert set(make().of_type("CloudWatch::Alarm")) == set(
        DEPLOYED.of_type("CloudWatch::Alarm")
    ) - {"SocketErrorsAlarm"}


# Mail


def test_nobody_is_written_to_unless_asked() -> None:
    assert not DEPLOYED.of_type("SNS::Topic")
    assert all(alarm["AlarmActions"] == [] for alarm in ALARMS.values())


def test_each_alarm_writes_to_the_team() -> None:
    made = make(**VARIANTS["mail"], **VARIANTS["deployed"])
    (topic,) = made.of_type("SNS::Topic").values()
    assert topic["Subscription"] == [{"Protocol": "email", "Endpoint": "team@example.com"}]
    alarms = made.of_type("CloudWatch::Alarm").values()
    assert len(alarms) == len(ALARMS)
    assert all(alarm["AlarmActions"] == ["AlarmTopic"] for alarm in alarms)


def test_only_alarms_of_this_account_may_write() -> None:
    (policy,) = make(**VARIANTS["mail"]).of_type("SNS::TopicPolicy").values()
    allowed, denied = policy["PolicyDocument"]["Statement"]
    assert (allowed["Effect"], denied["Effect"]) == ("Allow", "Deny")
    assert allowed["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert list(allowed["Condition"]["StringEquals"]) == ["aws:SourceAccount"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


# Dashboard


def test_the_dashboard_shows_what_there_is() -> None:
    body = DEPLOYED["Dashboard"]["DashboardBody"]
    widgets = json.loads(body)["widgets"]
    assert len(widgets) == 10
    titles = [widget["properties"]["title"] for widget in widgets]
    assert len(set(titles)) == len(titles)
    for widget in widgets:
        assert widget["type"] == "metric"
        assert widget["properties"]["region"] in {"eu-central-1", "us-east-1"}
        assert all(len(set(map(type, line)) - {str, dict}) == 0 for line in _lines(widget))
    named = set(re.findall(rf'"({STACK}[\w-]*)"', body))
    known = {STAGE.function_name(name) for name in functions()}
    known |= {f"{STACK}-photos", f"{STACK}-processing"}
    known |= {queue["QueueName"] for queue in DEPLOYED.of_type("SQS::Queue").values()}
    known |= {table["TableName"] for table in DEPLOYED.of_type("DynamoDB::Table").values()}
    known |= {bucket["BucketName"] for bucket in DEPLOYED.of_type("S3::Bucket").values()}
    assert named <= known
    assert "${" not in body


def _lines(widget: dict[str, Any]) -> list[list[Any]]:
    lines: list[list[Any]] = widget["properties"]["metrics"]
    return lines


def test_the_dashboard_follows_the_websocket_api() -> None:
    assert '"ApiId", "d4e5f6"' in DEPLOYED["Dashboard"]["DashboardBody"]
    assert '"ApiId", "none"' in make()["Dashboard"]["DashboardBody"]
