"""What of a stage is in the account, in the form of Chalice's record: asked, not remembered."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError

from infra.account import Account
from infra.problems import StageElsewhere
from infra.stage import APP_NAME, Stage

Resource = dict[str, Any]
#: The types of resources that are looked up.
LOOKED_UP = {
    "iam_role",
    "lambda_function",
    "log_group",
    "s3_event",
    "sqs_event",
    "rest_api",
    "websocket_api",
}
#: The region in the one ARN that every function's policy has.
_LOGS_OF = re.compile(r"arn:[\w-]+:logs:([\w-]+):")
_ABSENT = {"ResourceNotFoundException", "NoSuchEntity", "NotFoundException"}


class Present:
    """Looks things up by the names that Chalice gives them."""

    def __init__(self, account: Account, stage: Stage, handlers: Sequence[str]) -> None:
        self._account = account
        self._stage = stage
        self._handlers = handlers
        self._lambda: Any = account.client("lambda")
        self._iam: Any = account.client("iam")
        self._logs: Any = account.client("logs")
        self._rest: Any = account.client("apigateway")
        self._websocket: Any = account.client("apigatewayv2")

    def resources(self, outputs: Mapping[str, str]) -> list[Resource]:
        """All, of a stack with these outputs; Chalice removes from the last to the first."""
        return [
            *self._roles(),
            *self._functions(),
            *self._log_groups(),
            *self._events(outputs.get("UploadsBucketName")),
            *self._jobs(outputs.get("JobQueueArn")),
            *self._apis("rest_api", self._rest_apis()),
            *self._apis("websocket_api", self._websocket_apis()),
        ]

    def _roles(self) -> Iterator[Resource]:
        for handler in self._handlers:
            name = self._stage.role_name(handler)
            found = _unless_absent(self._iam.get_role, RoleName=name)
            if found:
                yield _resource(
                    "iam_role", f"{handler}_role", role_arn=found["Role"]["Arn"], role_name=name
                )

    def _functions(self) -> Iterator[Resource]:
        for handler in self._handlers:
            found = self._function(handler)
            if found:
                yield _resource("lambda_function", handler, lambda_arn=found)

    def _function(self, handler: str) -> str | None:
        name = self._stage.function_name(handler)
        found = _unless_absent(self._lambda.get_function_configuration, FunctionName=name)
        return str(found["FunctionArn"]) if found else None

    def _log_groups(self) -> Iterator[Resource]:
        for handler in self._handlers:
            # Chalice's name for it, of which finish.keep_api_logs tells more.
            name = f"/aws/lambda/{self._stage.role_name(handler)}"
            found = self._logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
            if any(group["logGroupName"] == name for group in found):
                yield _resource("log_group", f"{handler}-log-group", log_group_name=name)

    def _events(self, uploads_bucket: str | None) -> Iterator[Resource]:
        function = self._function("photo_uploaded")
        if uploads_bucket and function:
            yield _resource(
                "s3_event", "photo_uploaded-s3event", bucket=uploads_bucket, lambda_arn=function
            )

    def _jobs(self, queue_arn: str | None) -> Iterator[Resource]:
        """What gives jobs to their function. Lambda refuses a second one for the same queue."""
        for mapping in job_mappings(self._lambda, self._stage, queue_arn):
            # Of a stage that was taken down a moment ago: nothing can be done with it any more.
            if mapping["State"] == "Deleting":
                continue
            yield _resource(
                "sqs_event",
                "process_photos-sqs-event-source",
                queue_arn=str(queue_arn),
                queue=str(queue_arn).rpartition(":")[2],
                event_uuid=mapping["UUID"],
                lambda_arn=mapping["FunctionArn"],
            )

    def _apis(self, kind: str, ids: Sequence[str]) -> Iterator[Resource]:
        """The first: a run that failed may have left one, and the next has gone on with it."""
        for api_id in ids[:1]:
            scheme = "https" if kind == "rest_api" else "wss"
            host = f"{api_id}.execute-api.{self._account.region}.{self._account.dns_suffix}"
            url = f"{scheme}://{host}/{self._stage.name}/"
            yield _resource(kind, kind, **{f"{kind}_id": api_id, f"{kind}_url": url})

    def _rest_apis(self) -> list[str]:
        """Chalice gives the REST APIs of all stages one name, so look whom they call."""
        function = f":function:{self._stage.function_name('api_handler')}/"
        return [
            api["id"]
            for page in self._rest.get_paginator("get_rest_apis").paginate()
            for api in page["items"]
            if api["name"] == APP_NAME and any(function in uri for uri in self._uris(api["id"]))
        ]

    def _uris(self, api_id: str) -> Iterator[str]:
        pages = self._rest.get_paginator("get_resources").paginate(
            restApiId=api_id, embed=["methods"]
        )
        for page in pages:
            for resource in page["items"]:
                for method in resource.get("resourceMethods", {}).values():
                    yield method.get("methodIntegration", {}).get("uri", "")

    def _websocket_apis(self) -> list[str]:
        name = f"{self._stage.stack_name}-websocket-api"
        return [
            api["ApiId"]
            for page in self._websocket.get_paginator("get_apis").paginate()
            for api in page["Items"]
            if api["Name"] == name
        ]


def job_mappings(client: Any, stage: Stage, queue_arn: str | None) -> list[Mapping[str, Any]]:
    """The event source mapping of the job queue and its function: one, or none yet."""
    if queue_arn is None:
        return []
    found = client.list_event_source_mappings(EventSourceArn=queue_arn)["EventSourceMappings"]
    function = f":function:{stage.function_name('process_photos')}"
    return [each for each in found if each["FunctionArn"].endswith(function)]


def refuse_elsewhere(account: Account, stage: Stage) -> None:
    """Roles are the account's, not the region's: the same stage in two regions would share them.

    Raises:
        StageElsewhere: the stage's roles belong to another region.
    """
    role = stage.role_name("api_handler")
    iam: Any = account.client("iam")
    found = _unless_absent(iam.get_role_policy, RoleName=role, PolicyName=role)
    region = _LOGS_OF.search(json.dumps(found["PolicyDocument"])) if found else None
    if region and region[1] != account.region:
        raise StageElsewhere(
            f"This account has the stage {stage.name} in {region[1]}, and names of roles know no "
            f"region: a second one in {account.region} would take the rights of the first. Set "
            f"AWS_REGION={region[1]}, or deploy a stage of another name."
        )


def _resource(kind: str, name: str, **values: str) -> Resource:
    return {"name": name, "resource_type": kind, **values}


def _unless_absent(call: Any, **parameters: str) -> Mapping[str, Any] | None:
    try:
        answer: Mapping[str, Any] = call(**parameters)
    except ClientError as error:
        if error.response["Error"]["Code"] in _ABSENT:
            return None
        raise
    return answer
