"""Builds the live services, once, when the first event needs them."""

import time
from functools import cache

from chalicelib import tokens
from chalicelib.aws import clients
from chalicelib.aws.apigateway import ApiGatewayScreens
from chalicelib.aws.connection_table import DynamoConnectionStore
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.aws.session_table import DynamoSessionStore
from chalicelib.ports import Services
from chalicelib.settings import Settings


@cache
def services() -> Services:
    """The services of this deployment."""
    return build(Settings.from_env())


def build(settings: Settings) -> Services:
    """Adapters to AWS for these settings. Their clients are made on first use."""
    return Services(
        settings=settings,
        sessions=DynamoSessionStore(clients.dynamodb, settings.sessions_table),
        photos=DynamoPhotoStore(clients.dynamodb, settings.photos_table),
        connections=DynamoConnectionStore(clients.dynamodb, settings.connections_table),
        screens=ApiGatewayScreens(clients.connections_api),
        signer=S3UploadSigner(clients.s3, settings.uploads_bucket),
        objects=S3ObjectStore(clients.s3, settings.uploads_bucket),
        clock=lambda: int(time.time()),
        timer=time.monotonic,
        new_id=tokens.new_id,
        new_token=tokens.new_token,
    )
