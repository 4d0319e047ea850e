"""What a deployment needs and Chalice cannot express: done after it, each time."""

import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from infra.account import Account
from infra.gateway_responses import RESPONSES
from infra.present import job_mappings
from infra.problems import AwsRefused
from infra.record import Record
from infra.stage import Stage

#: What a function of a queue may answer, if it is told so: which messages of a batch failed.
REPORTS = ["ReportBatchItemFailures"]
#: Lambda takes no change of a mapping while it makes the one before, which takes it some seconds.
_SETTLED = {"Enabled", "Disabled"}
_LOOKS = 60
_LOOK_SECONDS = 2.0


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


def refuse_in_our_words(account: Account, record: Record, site_url: str) -> None:
    """Let the HTTP API's own refusals be shaped like ours, and read by the site's pages.

    Chalice writes the whole API anew with each deployment, and these are not in what it writes; and
    a stage serves what was there when its deployment was made.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
    """
    client: Any = account.client("apigateway")
    for kind, response in RESPONSES.items():
        status = {} if response.status is None else {"statusCode": str(response.status)}
        client.put_gateway_response(
            restApiId=record.rest_api_id,
            responseType=kind,
            responseParameters={
                f"gatewayresponse.header.{name}": f"'{value}'"
                for name, value in response.headers(site_url).items()
            },
            responseTemplates={"application/json": response.body},
            **status,
        )
    made = client.create_deployment(restApiId=record.rest_api_id)
    # Not by its name: that would set the stage's tracing as well.
    client.update_stage(
        restApiId=record.rest_api_id,
        stageName=record.stage.name,
        patchOperations=[_replace("/deploymentId", made["id"])],
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


def report_failed_jobs(
    account: Account, stage: Stage, queue_arn: str, look_seconds: float = _LOOK_SECONDS
) -> None:
    """Let `process_photos` say which jobs of a batch failed; then only those come again.

    Without it, Lambda takes whatever the function answers for a success, and the jobs for done.
    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html

    Raises:
        AwsRefused: there is no such mapping, or it does not become what it should be.
    """
    client: Any = account.client("lambda")
    pause = threading.Event()
    for _ in range(_LOOKS):
        mappings = job_mappings(client, stage, queue_arn)
        if mappings and all(reports_failed_jobs(each) for each in mappings):
            return
        for mapping in mappings:
            if mapping["State"] not in _SETTLED:
                continue
            # Somebody may have begun to change it just now: look again.
            with suppress(client.exceptions.ResourceInUseException):
                client.update_event_source_mapping(
                    UUID=mapping["UUID"], Enabled=True, FunctionResponseTypes=REPORTS
                )
        pause.wait(look_seconds)
    raise AwsRefused(
        "The queue of jobs does not get its function ready to report failures. Run the same "
        "command again; it goes on here."
    )


def reports_failed_jobs(mapping: Mapping[str, Any]) -> bool:
    """Whether a mapping gives out jobs, and takes back those that failed."""
    return mapping["State"] == "Enabled" and mapping.get("FunctionResponseTypes") == REPORTS


def _replace(path: str, value: object) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": str(value)}
