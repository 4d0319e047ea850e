"""Every trigger of the application, and no decision.

A handler reads its event, calls one use case and returns the answer.
"""

import logging
from http import HTTPStatus

from chalice.app import Chalice, CORSConfig, WebsocketEvent

from chalicelib import health, http, inputs, notifications, processing, sessions, uploads
from chalicelib.messages import Health, OpenedSession, Snapshot, UploadTicket
from chalicelib.settings import Settings
from chalicelib.wiring import services

# Lambda's root logger passes warnings only; operators also want to see whom we refused, and why.
logging.getLogger("chalicelib").setLevel(logging.INFO)

app = Chalice(app_name="scandrop")
app.experimental_feature_flags.add("WEBSOCKETS")

settings = Settings.from_env()
CORS = CORSConfig(settings.site_url, allow_headers=["Authorization", "Content-Type"], max_age=600)
#: Chalice would answer 415 to any type but JSON, even without a body; `http.json_object` looks at
#: the type of the bodies that there are.
ANY_TYPE = ["*/*"]


# HTTP


@app.route("/sessions", methods=["POST"], cors=CORS, content_types=ANY_TYPE)
@http.answers(HTTPStatus.CREATED)
def create_session() -> OpenedSession:
    """A kiosk opens a session and shows its code."""
    http.json_object(http.request_of(app))
    return sessions.open_session(services())


@app.route("/sessions/{session_id}", methods=["GET"], cors=CORS, content_types=ANY_TYPE)
@http.answers(HTTPStatus.OK)
def read_session(session_id: str) -> Snapshot:
    """A screen or a phone asks how far its session is, where sockets are blocked."""
    token = inputs.required_token(http.request_of(app).headers)
    return sessions.read_session(services(), inputs.session_id(session_id), token)


@app.route("/upload-url", methods=["GET"], cors=CORS, content_types=ANY_TYPE)
@http.answers(HTTPStatus.OK)
def create_upload_url() -> UploadTicket:
    """A phone claims the session and asks for leave to upload."""
    request = http.request_of(app)
    wanted = inputs.ticket_request(http.query(request), request.headers)
    return uploads.issue_ticket(services(), wanted)


@app.route("/health", methods=["GET"], cors=CORS, content_types=ANY_TYPE)
@http.answers_by(http.health_status)
def read_health() -> Health:
    """A monitor or an operator asks whether everything that we depend on answers."""
    return health.check_health(services())


# WebSocket


@app.on_ws_connect()
@http.answers_handshake
def connect(event: WebsocketEvent) -> None:
    """A screen or a phone wants to listen to its session."""
    socket, handshake = inputs.socket(event.to_dict()), inputs.handshake(event.to_dict())
    notifications.subscribe(services(), socket, handshake)


@app.on_ws_message()
def message(event: WebsocketEvent) -> None:
    """A screen or a phone says something."""
    notifications.answer(services(), inputs.socket(event.to_dict()), event.body)


@app.on_ws_disconnect()
def disconnect(event: WebsocketEvent) -> None:
    """A socket is closed."""
    notifications.unsubscribe(services(), inputs.socket(event.to_dict()))


# S3


@app.on_s3_event(bucket=settings.uploads_bucket, events=["s3:ObjectCreated:*"])
def photo_uploaded(event: http.AnyS3Event) -> None:
    """S3 has stored objects."""
    processing.accept_arrivals(services(), inputs.s3_arrivals(event.to_dict()))


photo_uploaded.event_class = http.AnyS3Event
