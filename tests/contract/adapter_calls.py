"""Every call of AWS that an adapter makes."""

from collections.abc import Callable
from typing import Any

from chalicelib.aws.album_table import DynamoAlbumStore
from chalicelib.aws.apigateway import ApiGatewayScreens
from chalicelib.aws.cognito import CognitoPasswordResets, CognitoSignIns, CognitoSignUps
from chalicelib.aws.connection_table import DynamoConnectionStore
from chalicelib.aws.exports import S3ExportStore
from chalicelib.aws.media import S3MediaStore
from chalicelib.aws.multipart import S3PartStore
from chalicelib.aws.parameters import SsmSecrets
from chalicelib.aws.photo_library import DynamoPhotoLibrary
from chalicelib.aws.photo_placement import DynamoPhotoPlacement
from chalicelib.aws.photo_table import DynamoPhotoStore
from chalicelib.aws.quota_table import DynamoQuotaStore
from chalicelib.aws.rekognition import RekognitionModerator
from chalicelib.aws.s3 import S3ObjectStore
from chalicelib.aws.session_table import DynamoSessionStore
from chalicelib.aws.sqs import SqsJobQueue
from chalicelib.aws.stepfunctions import StepFunctionsWorkflows
from chalicelib.identity import Confirmation, Login, PasswordReset, SignIn
from chalicelib.jobs import Job
from chalicelib.photo import Announcement, Picture, RenditionName
from chalicelib.photo_query import Filters
from chalicelib.storage import Part
from tests.builders import (
    CALLBACK_URL,
    CONNECTION_ID,
    SESSION_ID,
    a_connection,
    a_ready_photo,
    a_session,
    a_stored_photo,
    an_album,
    an_arrival,
)
from tests.fakes import START

LOGIN = Login("ada@example.org", "a long enough one")
LIBRARY = Filters(owner_id="ada")
JOB = Job(an_arrival().key)
PICTURE = Picture(RenditionName.THUMB, 1, 1, jpeg=b"jpeg")
FILM = Announcement(1000, "video/mp4", request_id="film-0001")
PART = Part(1, 1000, None, '"etag"')
QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"

#: Each call that an adapter makes: service, operation, the method that makes it.
CALLS: dict[str, tuple[str, str, Callable[[Any], object]]] = {
    "sessions.create": (
        "dynamodb", "put_item", lambda c: DynamoSessionStore(c, "t").create(a_session())
    ),
    "sessions.load": (
        "dynamodb", "get_item", lambda c: DynamoSessionStore(c, "t").load(SESSION_ID)
    ),
    "sessions.replace": (
        "dynamodb",
        "put_item",
        lambda c: DynamoSessionStore(c, "t").replace(a_session(), a_session(), START),
    ),
    "quotas.spend": (
        "dynamodb", "update_item", lambda c: DynamoQuotaStore(c, "t").spend("ada", 1, 1)
    ),
    "photos.record": (
        "dynamodb", "put_item", lambda c: DynamoPhotoStore(c, "t").record(a_stored_photo())
    ),
    "photos.load": ("dynamodb", "get_item", lambda c: DynamoPhotoStore(c, "t").load("x")),
    "photos.settle": (
        "dynamodb", "update_item", lambda c: DynamoPhotoStore(c, "t").settle(a_ready_photo())
    ),
    "albums.create": (
        "dynamodb", "put_item", lambda c: DynamoAlbumStore(c, "t").create(an_album())
    ),
    "albums.load": ("dynamodb", "get_item", lambda c: DynamoAlbumStore(c, "t").load("x")),
    "albums.find": ("dynamodb", "query", lambda c: DynamoAlbumStore(c, "t").find("x")),
    "albums.page of all": (
        "dynamodb", "scan", lambda c: DynamoAlbumStore(c, "t").page(None, None)
    ),
    "albums.page": ("dynamodb", "query", lambda c: DynamoAlbumStore(c, "t").page("x", None)),
    "albums.replace": (
        "dynamodb",
        "update_item",
        lambda c: DynamoAlbumStore(c, "t").replace(an_album(), an_album()),
    ),
    "albums.delete": (
        "dynamodb", "delete_item", lambda c: DynamoAlbumStore(c, "t").delete(an_album())
    ),
    "secrets.live": (
        "ssm",
        "get_parameter",
        lambda c: SsmSecrets(c, "/x", lambda: 0, lambda: 0).live(),
    ),
    "library.page": (
        "dynamodb", "query", lambda c: DynamoPhotoLibrary(c, "t").page(LIBRARY, None, 1)
    ),
    "library.change": (
        "dynamodb",
        "update_item",
        lambda c: DynamoPhotoLibrary(c, "t").change(a_stored_photo(), a_stored_photo()),
    ),
    "library.bury": ("dynamodb", "update_item", lambda c: DynamoPhotoLibrary(c, "t").bury("x")),
    "placement.move": (
        "dynamodb",
        "transact_write_items",
        lambda c: DynamoPhotoPlacement(c, "t", "a").move(
            a_stored_photo(), a_stored_photo(), None, None
        ),
    ),
    "placement.remove": (
        "dynamodb",
        "transact_write_items",
        lambda c: DynamoPhotoPlacement(c, "t", "a").remove(a_stored_photo(), None),
    ),
    "connections.add": (
        "dynamodb", "put_item", lambda c: DynamoConnectionStore(c, "t").add(a_connection())
    ),
    "connections.load": (
        "dynamodb", "get_item", lambda c: DynamoConnectionStore(c, "t").load("x", "y", START)
    ),
    "connections.listening": (
        "dynamodb", "query", lambda c: DynamoConnectionStore(c, "t").listening("x", START)
    ),
    "connections.remove": (
        "dynamodb", "query", lambda c: DynamoConnectionStore(c, "t").remove("x")
    ),
    "objects.facts": ("s3", "head_object", lambda c: S3ObjectStore(c, "b").facts("k")),
    "objects.delete": ("s3", "delete_object", lambda c: S3ObjectStore(c, "b").delete("k")),
    "objects.erase": (
        "s3", "list_object_versions", lambda c: S3ObjectStore(c, "b").erase("k")
    ),
    "media.erase": ("s3", "list_object_versions", lambda c: S3MediaStore(c, "b").erase("k")),
    "objects.fetch": ("s3", "get_object", lambda c: S3ObjectStore(c, "b").fetch("k")),
    "objects.excerpt": ("s3", "get_object", lambda c: S3ObjectStore(c, "b").excerpt("k", 0, 4)),
    "parts.create": (
        "s3", "create_multipart_upload", lambda c: S3PartStore(c, "b").create("k", FILM)
    ),
    "parts.arrived": ("s3", "list_parts", lambda c: S3PartStore(c, "b").arrived("k", "u")),
    "parts.complete": (
        "s3",
        "complete_multipart_upload",
        lambda c: S3PartStore(c, "b").complete("k", "u", [PART]),
    ),
    "parts.abort": ("s3", "abort_multipart_upload", lambda c: S3PartStore(c, "b").abort("k", "u")),
    "media.put": ("s3", "put_object", lambda c: S3MediaStore(c, "b").put("k", PICTURE, {})),
    "media.read": ("s3", "get_object", lambda c: S3MediaStore(c, "b").read("k")),
    "media.delete": ("s3", "delete_objects", lambda c: S3MediaStore(c, "b").delete(["k"])),
    "jobs.waiting": (
        "sqs", "get_queue_attributes", lambda c: SqsJobQueue(c, QUEUE).waiting()
    ),
    "exports.put": ("s3", "put_object", lambda c: S3ExportStore(c, "b", "u").put("k", b"{}")),
    "exports.put_once": (
        "s3", "put_object", lambda c: S3ExportStore(c, "b", "u").put_once("k", b"{}")
    ),
    "exports.read": ("s3", "get_object", lambda c: S3ExportStore(c, "b", "u").read("k")),
    "exports.listed": ("s3", "list_objects_v2", lambda c: S3ExportStore(c, "b", "u").listed("k")),
    "exports.begin": (
        "s3",
        "create_multipart_upload",
        lambda c: S3ExportStore(c, "b", "u").begin("k", "application/zip"),
    ),
    "exports.send": (
        "s3", "upload_part", lambda c: S3ExportStore(c, "b", "u").send("k", "id", 1, b"x")
    ),
    "exports.complete": (
        "s3",
        "complete_multipart_upload",
        lambda c: S3ExportStore(c, "b", "u").complete("k", "id", [PART]),
    ),
    "exports.original": ("s3", "get_object", lambda c: S3ExportStore(c, "b", "u").original("k", 0)),
    "exports.rendition": (
        "s3", "get_object", lambda c: S3ExportStore(c, "b", "u").rendition("k", 5)
    ),
    "exports.erase": (
        "s3", "list_object_versions", lambda c: S3ExportStore(c, "b", "u").erase("k")
    ),
    "jobs.send": ("sqs", "send_message", lambda c: SqsJobQueue(c, QUEUE).send(JOB)),
    "workflows.start": (
        "stepfunctions",
        "start_execution",
        lambda c: StepFunctionsWorkflows(c, "arn").start("name", JOB),
    ),
    "moderator.refuses": (
        "rekognition",
        "detect_moderation_labels",
        lambda c: RekognitionModerator(c, 80).refuses(b"jpeg"),
    ),
    "sign_ups.begin": (
        "cognito-idp", "sign_up", lambda c: CognitoSignUps(c, "pages").begin(LOGIN)
    ),
    "sign_ups.confirm": (
        "cognito-idp",
        "confirm_sign_up",
        lambda c: CognitoSignUps(c, "pages").confirm(Confirmation("ada@example.org", "123456")),
    ),
    "sign_ins.sign_in": (
        "cognito-idp",
        "admin_initiate_auth",
        lambda c: CognitoSignIns(c, "pool", "pages").sign_in(SignIn("ada@example.org", "x")),
    ),
    "sign_ins.refresh": (
        "cognito-idp",
        "admin_initiate_auth",
        lambda c: CognitoSignIns(c, "pool", "pages").refresh("token"),
    ),
    "sign_ins.sign_out": (
        "cognito-idp", "revoke_token", lambda c: CognitoSignIns(c, "pool", "pages").sign_out("x")
    ),
    "password_resets.begin": (
        "cognito-idp",
        "forgot_password",
        lambda c: CognitoPasswordResets(c, "pages").begin("ada@example.org"),
    ),
    "password_resets.confirm": (
        "cognito-idp",
        "confirm_forgot_password",
        lambda c: CognitoPasswordResets(c, "pages").confirm(
            PasswordReset("ada@example.org", "123456", "another long enough one")
        ),
    ),
    "screens.post": (
        "apigatewaymanagementapi",
        "post_to_connection",
        lambda c: ApiGatewayScreens(lambda _: c()).post(CONNECTION_ID, CALLBACK_URL, "{}"),
    ),
}  # fmt: skip
