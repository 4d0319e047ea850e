"""Every trigger of the application, and no decision: each calls one use case for its event."""

from http import HTTPStatus
from typing import Any

from chalice.app import CloudWatchEvent, Rate, SQSEvent, WebsocketEvent

from chalicelib import (
    account_routes,
    album_inputs,
    album_routes,
    answers,
    arrivals,
    client_messages,
    dispatch,
    export_routes,
    health,
    health_routes,
    http,
    inputs,
    invocations,
    jobs,
    library_routes,
    limits,
    multipart,
    multipart_inputs,
    notifications,
    processing,
    retention,
    sayings,
    sessions,
    uploads,
    wall_routes,
)
from chalicelib.messages import Replies, to_wire
from chalicelib.settings import Settings
from chalicelib.wiring import services

settings = Settings.from_env()
app = http.Api("scandrop", settings.site_url)
invocations.register(app, as_json=settings.json_logs)
app.experimental_feature_flags.add("WEBSOCKETS")
app.register_blueprint(account_routes.routes)
app.register_blueprint(album_routes.routes)
app.register_blueprint(export_routes.routes)
app.register_blueprint(health_routes.routes)
app.register_blueprint(library_routes.routes)
app.register_blueprint(wall_routes.routes)


# HTTP


@app.route("/sessions", methods=["POST"], status=HTTPStatus.CREATED)
def create_session() -> answers.OpenedSession:
    """A kiosk opens a session and shows its code."""
    http.json_object(app)
    return sessions.open_session(services(), album_inputs.kiosk_key(http.headers(app)))


@app.route("/sessions/{session_id}", methods=["GET"])
def read_session(session_id: str) -> answers.Snapshot:
    """A screen or a phone asks how far its session is, where sockets are blocked."""
    token = inputs.required_token(http.headers(app))
    return sessions.read_session(services(), inputs.session_id(session_id), token)


@app.route("/sessions/{session_id}/messages", methods=["POST"])
def take_message(session_id: str) -> Replies:
    """A screen or a phone says something, where sockets are blocked."""
    token = inputs.required_token(http.headers(app))
    said = client_messages.saying(session_id, http.json_object(app))
    return sayings.answer_request(services(), token, said)


@app.route("/upload-url", methods=["GET"])
def create_upload_url() -> answers.UploadTicket:
    """A phone claims the session and asks for leave to upload."""
    wanted = inputs.ticket_request(http.query(app), http.headers(app))
    return uploads.issue_ticket(services(), wanted)


@app.route("/upload-url", methods=["POST"])
def create_upload_url_by_form() -> answers.UploadTicket:
    """The same by a form, before which no browser asks whether it may."""
    wanted = inputs.ticket_form(http.query(app), http.form(app), http.headers(app))
    return uploads.issue_ticket(services(), wanted)


@app.route("/uploads", methods=["POST"], status=HTTPStatus.CREATED)
def start_upload() -> answers.MultipartUpload:
    """A phone claims the session and begins to upload a large file, in parts."""
    wanted = multipart_inputs.upload_request(http.json_object(app), http.headers(app))
    return multipart.start_upload(services(), wanted)


@app.route("/uploads/{photo_id}/parts", methods=["GET"])
def read_parts(photo_id: str) -> answers.Parts:
    """A phone goes on with an upload: what has arrived, and where to send the rest."""
    wanted = multipart_inputs.parts_request(photo_id, http.query(app), http.headers(app))
    return multipart.read_parts(services(), wanted)


@app.route("/uploads/{photo_id}/complete", methods=["POST"])
def complete_upload(photo_id: str) -> answers.PhotoView:
    """A phone has sent all parts."""
    wanted = multipart_inputs.completion(photo_id, http.json_object(app), http.headers(app))
    return multipart.complete_upload(services(), wanted)


@app.route("/uploads/{photo_id}", methods=["DELETE"])
def withdraw_upload(photo_id: str) -> answers.PhotoView:
    """A phone takes back a photo, on its way or there."""
    wanted = inputs.withdrawal(photo_id, http.query(app), http.headers(app))
    return uploads.withdraw_photo(services(), wanted)


@app.route("/health", methods=["GET"], status=http.health_status)
def read_health() -> answers.Health:
    """A monitor or an operator asks whether everything that we depend on answers."""
    return health.check_health(services())


# WebSocket


@app.on_ws_connect()
@http.answers_handshake
def connect(event: WebsocketEvent) -> None:
    """A screen or a phone wants to listen to its session, a wall or a host to an album."""
    socket = client_messages.socket(event.to_dict())
    sayings.listen(services(), socket, client_messages.handshake(event.to_dict()))


@app.on_ws_message()
def message(event: WebsocketEvent) -> None:
    """A screen or a phone says something."""
    sayings.answer(services(), client_messages.socket(event.to_dict()), event.body)


@app.on_ws_disconnect()
def disconnect(event: WebsocketEvent) -> None:
    """A socket is closed."""
    notifications.unsubscribe(services(), client_messages.socket(event.to_dict()))


# S3


@app.on_s3_event(bucket=settings.uploads_bucket, events=["s3:ObjectCreated:*"])
def photo_uploaded(event: http.AnyS3Event) -> None:
    """S3 has stored objects."""
    arrivals.accept_arrivals(services(), inputs.s3_arrivals(event.to_dict()))


photo_uploaded.event_class = http.AnyS3Event


# SQS


@app.on_sqs_message(
    queue=settings.job_queue,
    batch_size=limits.JOBS_AT_ONCE,
    maximum_concurrency=limits.JOB_FUNCTIONS,
)
def process_photos(event: SQSEvent) -> dict[str, Any]:
    """Stored uploads wait to be made safe and light; albums to be exported; hosts to be told."""
    failed = dispatch.process_jobs(services(), jobs.deliveries(event.to_dict()))
    return jobs.batch_item_failures(failed)


# Every hour


@app.schedule(Rate(1, unit=Rate.HOURS))
def expire_photos(event: CloudWatchEvent) -> None:
    """Photos may have been kept for as long as their albums keep any."""
    retention.expire_photos(services())


# Step Functions, where the operator prefers its state machine to the function above


@app.lambda_function()
def validate_photo(event: dict[str, Any], context: object) -> Any:
    """Find out whether it is a picture, and one that we take."""
    return to_wire(processing.validate_photo(services(), jobs.step(event)))


@app.lambda_function()
def render_photo(event: dict[str, Any], context: object) -> Any:
    """Make its renditions."""
    return to_wire(processing.render_photo(services(), jobs.step(event)))


@app.lambda_function()
def watermark_photo(event: dict[str, Any], context: object) -> Any:
    """Make them with its album's watermark."""
    return to_wire(processing.watermark_photo(services(), jobs.step(event)))


@app.lambda_function()
def moderate_photo(event: dict[str, Any], context: object) -> Any:
    """Find out whether everyone in the room may see it."""
    return to_wire(processing.moderate_photo(services(), jobs.step(event)))


@app.lambda_function()
def publish_photo(event: dict[str, Any], context: object) -> Any:
    """Show it."""
    return to_wire(processing.publish_photo(services(), jobs.step(event)))


@app.lambda_function()
def reject_photo(event: dict[str, Any], context: object) -> Any:
    """Tell that it cannot be shown, and why."""
    return to_wire(processing.reject_photo(services(), jobs.step(event)))
