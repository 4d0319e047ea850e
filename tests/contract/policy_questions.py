"""The question that IAM has to answer before AWS does what a client asks for."""

import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from botocore.client import BaseClient
from botocore.model import OperationModel

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
)


def questions(
    client: BaseClient, operation: OperationModel, params: Mapping[str, Any]
) -> list[Call]:
    """What IAM has to answer before AWS does this.

    https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    """
    service, name = operation.service_model.service_name, operation.name
    if name == "TransactWriteItems":
        return [each for item in params["TransactItems"] for each in _in_transaction(item)]
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


def _in_transaction(item: Mapping[str, Mapping[str, Any]]) -> list[Call]:
    """A transaction needs the rights of what it does, and none of its own.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    """
    ((action, params),) = item.items()
    table = f"{TABLE_ARN}{params['TableName']}"
    return [Call(f"dynamodb:{action}Item", table), _by_key("Decrypt", "dynamodb")]


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
    if operation == "ListObjectsV2":
        return [Call("s3:ListBucket", bucket, {"s3:prefix": params["Prefix"]})]
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
