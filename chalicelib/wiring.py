"""Builds the live services, once, when the first event needs them."""

import time
from functools import cache

from chalicelib import tokens
from chalicelib.aws import clients
from chalicelib.aws.album_table import DynamoAlbumStore
from chalicelib.aws.apigateway import ApiGatewayScreens
from chalicelib.aws.cloudwatch import CloudWatchMetrics
from chalicelib.aws.cognito import CognitoPasswordResets, CognitoSignIns, CognitoSignUps
from chalicelib.aws.connection_table import DynamoConnectionStore
from chalicelib.aws.exports import S3ExportStore
from chalicelib.aws.media import S3MediaStore
from chalicelib.aws.multipart import S3PartStore
from chalicelib.aws.parameters import SsmSecrets
from chalicelib.aws.photo_library import DynamoPhotoLibrary
from chalicelib.aws.photo_placement import DynamoPhotoPlacement
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.aws.quota_table import DynamoQuotaStore
from chalicelib.aws.rekognition import RekognitionModerator
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.aws.session_table import DynamoSessionStore
from chalicelib.aws.sqs import SqsJobQueue
from chalicelib.aws.stepfunctions import StepFunctionsWorkflows
from chalicelib.images.sandbox import Sandbox
from chalicelib.ports import Moderator, Services
from chalicelib.settings import Settings
from chalicelib.webhook_client import HttpWebhooks


@cache
def services() -> Services:
    """The services of this deployment."""
    return build(Settings.from_env())


def build(settings: Settings) -> Services:
    """Adapters to AWS for these settings. Their clients are made on first use."""
    client_id = settings.user_pool_client_id
    return Services(
        settings=settings,
        sessions=DynamoSessionStore(clients.dynamodb, settings.sessions_table),
        quotas=DynamoQuotaStore(clients.dynamodb, settings.sessions_table),
        photos=DynamoPhotoStore(clients.dynamodb, settings.photos_table, settings.keep_days),
        albums=DynamoAlbumStore(clients.dynamodb, settings.albums_table),
        library=DynamoPhotoLibrary(clients.dynamodb, settings.photos_table),
        placement=DynamoPhotoPlacement(
            clients.dynamodb, settings.photos_table, settings.albums_table
        ),
        connections=DynamoConnectionStore(clients.dynamodb, settings.connections_table),
        screens=ApiGatewayScreens(clients.connections_api),
        signer=S3UploadSigner(clients.s3, settings.uploads_bucket),
        parts=S3PartStore(clients.s3, settings.uploads_bucket),
        objects=S3ObjectStore(clients.s3, settings.uploads_bucket),
        media=S3MediaStore(clients.s3, settings.media_bucket),
        exports=S3ExportStore(clients.s3, settings.media_bucket, settings.uploads_bucket),
        jobs=SqsJobQueue(clients.sqs, settings.job_queue_url),
        workflows=StepFunctionsWorkflows(clients.stepfunctions, settings.state_machine_arn),
        webhooks=HttpWebhooks(private=settings.private_webhooks),
        secrets=SsmSecrets(clients.ssm, settings.secret_parameter, _now, time.monotonic),
        renderer=Sandbox(),
        moderator=_moderator(settings),
        sign_ups=CognitoSignUps(clients.cognito, client_id),
        sign_ins=CognitoSignIns(clients.cognito, settings.user_pool_id, client_id),
        password_resets=CognitoPasswordResets(clients.cognito, client_id),
        metrics=CloudWatchMetrics(settings.stage, _now),
        clock=_now,
        timer=time.monotonic,
        pause=time.sleep,  # noqa: TID251 - what is waited for is that time goes by
        new_id=tokens.new_id,
        new_token=tokens.new_token,
    )


def _now() -> int:
    return int(time.time())


def _moderator(settings: Settings) -> Moderator | None:
    if not settings.moderation:
        return None
    return RekognitionModerator(clients.rekognition, settings.moderation_confidence)
