"""What our code asks of AWS, and in which Lambda function it runs when it does.

moto and the dev server allow everything; here each call is turned into the question that IAM would
have to answer on AWS.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

import pytest
from botocore import xform_name
from botocore.client import BaseClient
from botocore.model import OperationModel
from chalice.app import Chalice, EventSourceHandler
from chalice.config import Config
from chalice.deploy import models
from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder

from infra.stage import ROOT, Stage, chalice_config
from tests.contract.policies import (
    ACCOUNT_ID,
    KMS_KEY_ARN,
    PARAMETER_ARN,
    QUEUE_ARN,
    REGION,
    TABLE_ARN,
    USER_POOL_ARN,
    WEBSOCKET_API_ID,
    Call,
    policy_of,
)

P = ParamSpec("P")
T = TypeVar("T")

ADAPTERS = ROOT / "chalicelib" / "aws"


def config_of(stage: Stage) -> Config:
    """The configuration as `chalice deploy` reads it."""
    from app import app

    return Config(
        chalice_stage=stage.name,
        user_provided_params={"chalice_app": app, "project_dir": str(ROOT)},
        config_from_disk=chalice_config(),
        default_params={"lambda_memory_size": 128, "lambda_timeout": 60},
    )


def lambda_functions(stage: Stage) -> dict[str, models.LambdaFunction]:
    """What `chalice deploy` makes of app.py, by Chalice's names for it."""
    application = ApplicationGraphBuilder().build(config_of(stage), stage.name)
    deployed = DependencyBuilder().build_dependencies(application)
    functions = [each for each in deployed if isinstance(each, models.LambdaFunction)]
    return {function.resource_name: function for function in functions}


@cache
def _function_of(handler: str) -> str:
    """The Lambda function of a handler such as `app.connect`."""
    return {f.handler: name for name, f in lambda_functions(Stage("prod")).items()}[handler]


class Asked:
    """The calls to AWS of each function, and where in the adapters they were made."""

    def __init__(self) -> None:
        self.calls: defaultdict[str, set[Call]] = defaultdict(set)
        #: Module, method and operation.
        self.sites: set[tuple[str, str, str]] = set()
        self._running: list[str] = []

    def beyond_policies(self) -> list[str]:
        """What no policy permits, in words."""
        return sorted(
            f"{function} may not {call.action} on {call.resource}"
            for function, calls in self.calls.items()
            for call in tuple(calls)  # a thread that a handler left behind may add to it
            if not policy_of(function).permits(call)
        )

    def run(
        self, handler: Callable[P, T], function: str, /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a handler as this function. Not of this thread only: handlers may start threads."""
        self._running.append(function)
        try:
            return handler(*args, **kwargs)
        finally:
            self._running.pop()

    def note(
        self, client: BaseClient, operation: OperationModel, params: Mapping[str, Any]
    ) -> None:
        """A client is about to send, or to sign, a request."""
        for function in self._running[-1:]:
            self.calls[function].update(questions(client, operation, params))
            self.sites.add((*_caller(), xform_name(operation.name)))


def questions(
    client: BaseClient, operation: OperationModel, params: Mapping[str, Any]
) -> list[Call]:
    """What IAM has to answer before AWS does this.

    https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    """
    service, name = operation.service_model.service_name, operation.name
    if service == "dynamodb":
        index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
        # Whoever reads or writes an encrypted table must be able to decrypt the table's own key.
        # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
        table = f"{TABLE_ARN}{params['TableName']}{index}"
        return [Call(f"dynamodb:{name}", table), _by_key("Decrypt", "dynamodb")]
    if service == "apigatewaymanagementapi":
        return [_push(client.meta.endpoint_url, params["ConnectionId"])]
    if service == "s3":
        return _of_objects(name, f"arn:aws:s3:::{params['Bucket']}", params)
    if service == "sqs":
        return [Call(f"sqs:{name}", QUEUE_ARN + params["QueueUrl"].rpartition("/")[2])]
    if service == "stepfunctions":
        resource = params.get("stateMachineArn") or params["executionArn"]
        return [Call(f"states:{name}", resource)]
    if service == "ssm":
        # https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
        return [Call(f"ssm:{name}", PARAMETER_ARN + params["Name"]), _by_key("Decrypt", "ssm")]
    if service == "cognito-idp":
        # What anybody may ask is not signed, and IAM is not asked.
        # https://docs.aws.amazon.com/cognito/latest/developerguide/security_iam_service-with-iam.html
        signed = operation.auth_type != "none"
        return [Call(f"cognito-idp:{name}", USER_POOL_ARN)] if signed else []
    if service == "rekognition":
        return [Call(f"rekognition:{name}", "*")]
    raise LookupError(f"Say here what IAM is asked for {service} {name}")


def _push(endpoint: str, connection_id: str) -> Call:
    url = urlsplit(endpoint)
    label, _, rest = url.netloc.partition(".")
    # Any other host is a domain of ours in front of the API.
    api_id = label if rest.startswith("execute-api.") else WEBSOCKET_API_ID
    api = f"arn:aws:execute-api:{REGION}:{ACCOUNT_ID}:{api_id}{url.path}"
    return Call("execute-api:ManageConnections", f"{api}/POST/@connections/{connection_id}")


def _of_objects(operation: str, bucket: str, params: Mapping[str, Any]) -> list[Call]:
    """S3 asks for each object, and KMS for its key; for the list, if there is no such object.

    Who may not list a bucket is told 403 instead of 404; the prefix of that list is the key.
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
    """
    if operation == "ListObjectVersions":
        return [Call("s3:ListBucketVersions", bucket, {"s3:prefix": params["Prefix"]})]
    if operation == "DeleteObjects":
        return [
            Call(
                f"s3:DeleteObject{'Version' if 'VersionId' in each else ''}",
                f"{bucket}/{each['Key']}",
            )
            for each in params["Delete"]["Objects"]
        ]
    target = f"{bucket}/{params['Key']}"
    read = [Call("s3:GetObject", target), _by_key("Decrypt", "s3")]
    write = [Call("s3:PutObject", target), _by_key("GenerateDataKey", "s3")]
    # A browser that follows a signed URL may be told 403 as well.
    looked_for = [] if _is_signed() else [Call("s3:ListBucket", bucket)]
    return {
        "PutObject": write,
        "CreateMultipartUpload": write,
        # What parts are encrypted by is decrypted for the next one, and to join them.
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
        "UploadPart": [*write, _by_key("Decrypt", "s3")],
        "CompleteMultipartUpload": [*write, _by_key("Decrypt", "s3")],
        "ListParts": [Call("s3:ListMultipartUploadParts", target)],
        "AbortMultipartUpload": [Call("s3:AbortMultipartUpload", target)],
        "GetObject": [*read, *looked_for],
        "HeadObject": [*read, *looked_for],
        "DeleteObject": [Call("s3:DeleteObject", target)],
    }[operation]


def _is_signed() -> bool:
    """Whether the request that is being made is for somebody else to send."""
    frame: FrameType | None = sys._getframe()
    while frame and frame.f_code.co_name != "generate_presigned_url":
        frame = frame.f_back
    return frame is not None


def _by_key(action: str, service: str) -> Call:
    """A service asks KMS in our name."""
    via = {"kms:ViaService": f"{service}.{REGION}.amazonaws.com"}
    return Call(f"kms:{action}", KMS_KEY_ARN, via)


def _caller() -> tuple[str, str]:
    """The module and the method of the adapter that makes the call."""
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        code = frame.f_code
        if code.co_filename.startswith(f"{ADAPTERS}/"):
            module = code.co_filename.removeprefix(f"{ADAPTERS}/").removesuffix(".py")
            return module, code.co_qualname.partition(".<locals>")[0]
    raise LookupError("AWS is called from outside chalicelib/aws")


@contextmanager
def watched() -> Iterator[Asked]:
    """Note what handlers ask of AWS. What tests ask themselves runs in no function."""
    asked = Asked()
    emit, as_api, as_event = (
        BaseClient._emit_api_params,  # type: ignore[attr-defined]
        Chalice.__call__,
        EventSourceHandler.__call__,
    )

    def noted(
        client: BaseClient, api_params: Any, operation_model: OperationModel, context: Any
    ) -> Any:
        asked.note(client, operation_model, api_params)
        return emit(client, api_params, operation_model, context)

    def api(app: Chalice, event: Any, context: Any) -> Any:
        return asked.run(as_api, _function_of("app.app"), app, event, context)

    def triggered(handler: EventSourceHandler, event: Any, context: Any) -> Any:
        # Chalice wraps once more what no event source but a caller triggers.
        view = getattr(handler.func, "_original_func", handler.func)
        return asked.run(as_event, _function_of(f"app.{view.__name__}"), handler, event, context)

    with pytest.MonkeyPatch.context() as patch:
        # Sending and signing both pass through here, and nothing else does.
        patch.setattr(BaseClient, "_emit_api_params", noted)
        patch.setattr(Chalice, "__call__", api)
        patch.setattr(EventSourceHandler, "__call__", triggered)
        yield asked
