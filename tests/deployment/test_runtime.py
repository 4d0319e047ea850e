"""The packaged zip under AWS's own runtime client, with nothing but the zip and Lambda's boto3."""

import json
from typing import Any
from urllib.request import Request, urlopen

from devserver import resources
from tests.builders import CONNECTION_ID, OTHER_TOKEN, PHONE_TOKEN, an_id
from tests.deployment.runtime import kit
from tests.deployment.runtime.events import an_sqs_event
from tests.deployment.runtime.function import Function, Start
from tests.e2e.pictures import decoded, jpeg
from tests.events import (
    a_connect_event,
    a_disconnect_event,
    a_message_event,
    an_http_event,
    an_s3_event,
    an_s3_record,
    an_s3_test_event,
)

pytest_plugins = ["tests.deployment.runtime.fixtures"]

PHOTO = jpeg(seed=1, width=1600, height=1200, turned=True)


def asked(
    function: Function, method: str, path: str, query: dict[str, str] | None = None, **changes: Any
) -> dict[str, Any]:
    """The answer of the API to a request that it does not refuse."""
    many = {name: [value] for name, value in query.items()} if query else None
    outcome = function.invoke(an_http_event(method, path, many, **changes))
    assert outcome.kind == "response", function.output()
    assert outcome.body["statusCode"] < 300, outcome.body
    body: dict[str, Any] = json.loads(outcome.body["body"])
    return body


def rows(aws: dict[str, str], table: str) -> list[dict[str, Any]]:
    client = kit.client("dynamodb", aws)
    found: list[dict[str, Any]] = client.scan(TableName=table)["Items"]
    return found


def sent(api: Function, session_id: str) -> dict[str, Any]:
    """The ticket of a photo that a phone has sent to the embedded S3."""
    ticket = asked(
        api,
        "GET",
        "/upload-url",
        {"sessionId": session_id, "size": str(len(PHOTO)), "contentType": "image/jpeg"},
        headers={"Authorization": f"Bearer {PHONE_TOKEN}"},
    )
    put = Request(ticket["url"], PHOTO, ticket["headers"], method=ticket["method"])  # noqa: S310
    with urlopen(put, timeout=10) as stored:  # noqa: S310 - the embedded S3
        assert stored.status == 200
    return ticket


def taken_job(aws: dict[str, str]) -> Any:
    """The one job that waits; nobody else gets it."""
    queue = kit.client("sqs", aws)
    url = queue.get_queue_url(QueueName=resources.JOB_QUEUE)["QueueUrl"]
    (message,) = queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return json.loads(message["Body"])


def assert_upright(photo: dict[str, Any]) -> None:
    """The renditions of PHOTO, as a screen gets them, stand as the photo was taken."""
    for rendition in photo["renditions"].values():
        with urlopen(rendition["url"], timeout=10) as shown:  # noqa: S310 - the embedded S3
            picture = decoded(shown.read())
        assert (picture.format, picture.size) == ("JPEG", (rendition["width"], rendition["height"]))
        assert picture.width < picture.height


def connected_screen(start: Start, session_id: str, screen_token: str) -> Function:
    """A screen listens, and has asked how things are; the function that let it in."""
    connect = start("app.connect")
    handshake = a_connect_event(session_id=session_id, token=screen_token)
    assert connect.invoke(handshake).body == {
        "statusCode": 200,
        "headers": {"Sec-WebSocket-Protocol": "scandrop"},
    }
    message = start("app.message")
    sync = json.dumps({"action": "sync", "sessionId": session_id})
    assert message.invoke(a_message_event(sync)).kind == "response"
    ((to, snapshot),) = message.api.posts
    assert to == CONNECTION_ID
    assert (snapshot["type"], snapshot["status"]) == ("SESSION_STATE", "AWAITING_SCAN")
    return connect


def test_a_photo_goes_from_the_phone_to_the_screen_through_all_functions(
    start: Start, aws: dict[str, str]
) -> None:
    api = start("app.app")
    opened = asked(api, "POST", "/sessions")
    session_id, screen_token = opened["sessionId"], opened["screenToken"]
    assert opened["qrSvg"].startswith("<svg ")
    connect = connected_screen(start, session_id, screen_token)

    ticket = sent(api, session_id)
    uploaded = start("app.photo_uploaded")
    key = f"session-uploads/{session_id}/{ticket['photoId']}.jpg"
    event = an_s3_event(an_s3_record(key, len(PHOTO), resources.UPLOADS_BUCKET))
    assert uploaded.invoke(event).kind == "response", uploaded.output()
    # Posted to where the socket came from.
    (to, connected), (again, completed) = connect.api.posts
    assert to == again == CONNECTION_ID
    assert connected["type"] == "PHONE_CONNECTED"
    assert (completed["type"], completed["photo"]["photoId"]) == (
        "UPLOAD_COMPLETED",
        ticket["photoId"],
    )
    with urlopen(completed["photo"]["url"], timeout=10) as shown:  # noqa: S310 - the embedded S3
        assert shown.read() == PHOTO
    assert ticket["photoId"] in str(rows(aws, resources.PHOTOS_TABLE))

    job = taken_job(aws)
    assert job == {"key": key}
    processor = start("app.process_photos")
    outcome = processor.invoke(an_sqs_event(job))
    assert outcome.body == {"batchItemFailures": []}, processor.output()
    to, ready = connect.api.posts[-1]
    assert (to, ready["type"]) == (CONNECTION_ID, "PHOTO_READY")
    assert_upright(ready["photo"])

    path = "/sessions/{session_id}"
    parameters = {"session_id": session_id}
    authorized = {"Authorization": f"Bearer {screen_token}"}
    state = asked(api, "GET", path, pathParameters=parameters, headers=authorized)
    assert (state["status"], state["photos"][0]["state"]) == ("COMPLETED", "READY")

    disconnect = start("app.disconnect")
    assert CONNECTION_ID in str(rows(aws, resources.CONNECTIONS_TABLE))
    assert disconnect.invoke(a_disconnect_event()).kind == "response"
    assert CONNECTION_ID not in str(rows(aws, resources.CONNECTIONS_TABLE))


def test_refusals_are_answers_and_no_errors_of_the_function(start: Start) -> None:
    api = start("app.app")
    opened = asked(api, "POST", "/sessions")
    path, parameters = "/sessions/{session_id}", {"session_id": opened["sessionId"]}
    refused = api.invoke(
        an_http_event(
            "GET",
            path,
            pathParameters=parameters,
            headers={"Authorization": f"Bearer {OTHER_TOKEN}"},
        )
    )
    assert (refused.kind, refused.body["statusCode"]) == ("response", 403)
    # For `make logs`: Lambda's own level would pass warnings only.
    assert "refused: TokenRefused" in api.output()
    connect = start("app.connect")
    for changes, status in (
        ({"session_id": an_id(9)}, 404),
        ({"origin": "https://evil.example"}, 403),
    ):
        assert connect.invoke(a_connect_event(**changes)).body == {"statusCode": status}


def test_a_failure_is_told_to_lambda_and_the_function_goes_on(start: Start) -> None:
    """Lambda brings an event of S3 again only if its function has failed."""
    opened = asked(start("app.app"), "POST", "/sessions")
    key = f"session-uploads/{opened['sessionId']}/{an_id(1)}.jpg"
    uploaded = start("app.photo_uploaded", SCANDROP_SESSIONS_TABLE="not-there")
    failed = uploaded.invoke(an_s3_event(an_s3_record(key, 9, resources.UPLOADS_BUCKET)))
    assert (failed.kind, failed.body["errorType"]) == ("error", "ServiceUnavailable")
    assert uploaded.invoke(an_s3_test_event()).kind == "response"


def test_a_function_without_its_settings_says_which_when_it_starts(start: Start) -> None:
    failed = start("app.app", SCANDROP_SITE_URL="").outcome()
    assert (failed.kind, failed.body["errorType"]) == ("init/error", "SettingsMissing")
    assert failed.body["errorMessage"] == "Set in the environment: SCANDROP_SITE_URL"
