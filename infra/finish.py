"""What a deployment needs and Chalice cannot express: done after it, each time."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from infra.account import Account
from infra.record import Record
from infra.stage import Stage


def put_policies(account: Account, stage: Stage, project: Path) -> None:
    """Give the roles the policies of a project that was built when all names were known.

    The id of the WebSocket API is in them, and the first deployment makes that API only after the
    roles: until then nothing may be pushed.
    """
    iam: Any = account.client("iam")
    for path in sorted((project / ".chalice" / "policies").glob("*.json")):
        role = stage.role_name(path.stem)
        # Chalice names a role's policy like the role.
        iam.put_role_policy(RoleName=role, PolicyName=role, PolicyDocument=path.read_text())


def throttle(account: Account, record: Record, requests_per_second: int, burst: int) -> None:
    """Bound what all callers together may ask of each API; more is answered with 429.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
    """
    stage = record.stage.name
    account.client("apigateway").update_stage(
        restApiId=record.rest_api_id,
        stageName=stage,
        patchOperations=[
            _replace("/*/*/throttling/rateLimit", requests_per_second),
            _replace("/*/*/throttling/burstLimit", burst),
        ],
    )
    account.client("apigatewayv2").update_stage(
        ApiId=record.websocket_api_id,
        StageName=stage,
        DefaultRouteSettings={
            "ThrottlingRateLimit": requests_per_second,
            "ThrottlingBurstLimit": burst,
        },
    )


def publish_websocket(account: Account, record: Record) -> None:
    """Let the WebSocket stage serve the routes as they are now; make it, if need be.

    Chalice makes routes anew with each deployment, and leaves the stage on those of the first. The
    stage it makes right after the API, and never again: a run that ended in between left none.
    """
    client: Any = account.client("apigatewayv2")
    made = client.create_deployment(ApiId=record.websocket_api_id)
    stage = {
        "ApiId": record.websocket_api_id,
        "StageName": record.stage.name,
        "DeploymentId": made["DeploymentId"],
    }
    try:
        client.update_stage(**stage)
    except client.exceptions.NotFoundException:
        client.create_stage(**stage)


def keep_api_logs(account: Account, stage: Stage) -> None:
    """Make the log group of the HTTP API's function, with the stage's retention.

    Chalice makes one of the handler's name, and Lambda writes to that of the function's, which for
    this one is another; the function itself may make none.
    """
    logs: Any = account.client("logs")
    name = stage.log_group("api_handler")
    with suppress(logs.exceptions.ResourceAlreadyExistsException):
        logs.create_log_group(logGroupName=name)
    logs.put_retention_policy(
        logGroupName=name, retentionInDays=stage.settings["log_retention_in_days"]
    )


def forget_logs(account: Account, stage: Stage, recorded: Iterable[str]) -> None:
    """Delete the log groups; Chalice would leave them, without their retention: for ever."""
    logs: Any = account.client("logs")
    for name in {*recorded, stage.log_group("api_handler")}:
        with suppress(logs.exceptions.ResourceNotFoundException):
            logs.delete_log_group(logGroupName=name)


def keep_failed_events(account: Account, stage: Stage, dead_letters_arn: str) -> None:
    """Send what `photo_uploaded` fails on for good to the dead-letter queue, not into nothing.

    S3 invokes it asynchronously: Lambda tries three times in all, and then drops the event.
    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
    """
    lambda_: Any = account.client("lambda")
    lambda_.put_function_event_invoke_config(
        FunctionName=stage.function_name("photo_uploaded"),
        MaximumRetryAttempts=2,
        MaximumEventAgeInSeconds=6 * 60 * 60,
        DestinationConfig={"OnFailure": {"Destination": dead_letters_arn}},
    )


def _replace(path: str, value: int) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": str(value)}
