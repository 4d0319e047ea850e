"""The boto3 clients, each made on first use and kept: a client costs 50 ms and is thread-safe."""

import threading
from functools import lru_cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_rekognition import RekognitionClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_stepfunctions import SFNClient

#: Below API Gateway's 29 s with room for retries: an answer that is late is worth nothing.
_PATIENCE = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 3},
    tcp_keepalive=True,
)
#: SigV4, because boto3 still presigns with SigV2 in us-east-1, which drops the signed headers; and
#: the region's own host, because a browser's PUT does not follow the redirect from the global one.
_S3 = _PATIENCE.merge(Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))

#: Clients are thread-safe, the session that makes them is not.
_making = threading.Lock()


@lru_cache
def _session() -> boto3.Session:
    """A session of our own: boto3's shared one keeps the credentials that somebody else gave it."""
    return boto3.Session()


@lru_cache
def dynamodb() -> "DynamoDBClient":
    """The client of DynamoDB."""
    with _making:
        return _session().client("dynamodb", config=_PATIENCE)


@lru_cache
def s3() -> "S3Client":
    """The client of S3."""
    with _making:
        return _session().client("s3", config=_S3)


@lru_cache
def sqs() -> "SQSClient":
    """The client of SQS."""
    with _making:
        return _session().client("sqs", config=_PATIENCE)


@lru_cache
def ssm() -> "SSMClient":
    """The client of Systems Manager."""
    with _making:
        return _session().client("ssm", config=_PATIENCE)


@lru_cache
def stepfunctions() -> "SFNClient":
    """The client of Step Functions."""
    with _making:
        return _session().client("stepfunctions", config=_PATIENCE)


@lru_cache
def rekognition() -> "RekognitionClient":
    """The client of Rekognition."""
    with _making:
        return _session().client("rekognition", config=_PATIENCE)


@lru_cache
def cognito() -> "CognitoIdentityProviderClient":
    """The client of Cognito's user pools."""
    with _making:
        return _session().client("cognito-idp", config=_PATIENCE)


@lru_cache(maxsize=4)
def connections_api(callback_url: str) -> "ApiGatewayManagementApiClient":
    """The client that posts to the WebSocket connections of one API stage."""
    with _making:
        return _session().client(
            "apigatewaymanagementapi", endpoint_url=callback_url, config=_PATIENCE
        )


def forget() -> None:
    """Make new clients from now on: for tests, whose endpoints come and go."""
    made = (dynamodb, s3, sqs, ssm, stepfunctions, rekognition, cognito, connections_api)
    for each in (_session, *made):
        each.cache_clear()
