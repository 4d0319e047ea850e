"""What phones say of photos on their way becomes values we can trust, or is refused."""

import base64
import json
from typing import Any

import pytest

from chalicelib import client_messages, limits
from chalicelib.client_messages import Preview, Progress, Shown
from chalicelib.errors import InvalidRequest, PreviewRefused
from tests.builders import PHOTO_ID, SESSION_ID, an_id

JPEG = b"\xff\xd8\xff\xfb"


def read(action: str, **said: Any) -> client_messages.ClientMessage:
    message = {"action": action, "sessionId": SESSION_ID, **said}
    heard = client_messages.client_message(json.dumps(message))
    assert isinstance(heard, client_messages.ClientMessage)
    return heard


def upload(photo_id: object = PHOTO_ID, percent: object = 0) -> dict[str, object]:
    return {"photoId": photo_id, "percent": percent}


# progress


@pytest.mark.parametrize("percent", [0, 50, 100])
@pytest.mark.parametrize("seconds_left", [0, 7, 2**53 - 1, None])
def test_progress_is_percents_and_perhaps_a_guess(percent: int, seconds_left: int | None) -> None:
    said = read("progress", uploads=[upload(percent=percent)], secondsLeft=seconds_left)
    assert said == Progress(SESSION_ID, {PHOTO_ID: percent}, seconds_left)


def test_a_guess_that_is_left_out_is_none() -> None:
    assert read("progress", uploads=[upload()]) == Progress(SESSION_ID, {PHOTO_ID: 0}, None)


def test_it_is_of_as_many_photos_as_a_message_tells() -> None:
    uploads = [upload(an_id(number)) for number in range(limits.PHOTOS_PER_MESSAGE)]
    said = read("progress", uploads=uploads)
    assert isinstance(said, Progress)
    assert len(said.uploads) == limits.PHOTOS_PER_MESSAGE
    with pytest.raises(InvalidRequest, match="1 to 12"):
        read("progress", uploads=[*uploads, upload(an_id(99))])


@pytest.mark.parametrize("percent", [-1, 101, 1.0, "1", True, None, [1], 10**400])
def test_a_percent_is_a_whole_number_of_a_hundred(percent: object) -> None:
    with pytest.raises(InvalidRequest, match="percent must be"):
        read("progress", uploads=[upload(percent=percent)])


@pytest.mark.parametrize("seconds_left", [-1, 1.5, "1", True, [], 2**53, 10**400])
def test_a_guess_is_a_whole_number_that_all_can_read(seconds_left: object) -> None:
    with pytest.raises(InvalidRequest, match="secondsLeft must be"):
        read("progress", uploads=[upload()], secondsLeft=seconds_left)


@pytest.mark.parametrize("uploads", [None, [], {}, "x", 1, {PHOTO_ID: 1}])
def test_progress_of_nothing_is_refused(uploads: object) -> None:
    with pytest.raises(InvalidRequest, match="uploads must be a list"):
        read("progress", uploads=uploads)


@pytest.mark.parametrize("each", [None, 1, [], PHOTO_ID, [PHOTO_ID, 1]])
def test_each_upload_is_an_object(each: object) -> None:
    with pytest.raises(InvalidRequest, match="must be an object"):
        read("progress", uploads=[each])


@pytest.mark.parametrize("photo_id", [None, 1, "../x", PHOTO_ID + "x"])
def test_each_upload_names_a_photo_of_ours(photo_id: object) -> None:
    with pytest.raises(InvalidRequest, match="photoId is not an id"):
        read("progress", uploads=[upload(photo_id)])


def test_a_photo_is_at_one_place() -> None:
    with pytest.raises(InvalidRequest, match="more than once"):
        read("progress", uploads=[upload(), upload(percent=1)])


# preview


def preview(jpeg: object, photo_id: object = PHOTO_ID) -> client_messages.ClientMessage:
    return read("preview", photoId=photo_id, jpeg=jpeg)


def test_a_preview_is_bytes_in_base64() -> None:
    assert preview(base64.b64encode(JPEG).decode()) == Preview(SESSION_ID, PHOTO_ID, JPEG)


@pytest.mark.parametrize(
    "text",
    [
        None, 1, [], {}, "", "=", "/9j/+", "/9j/+w", "/9j/+w=", "/9j/+w===", "/9j/+w==/9j/",
        " /9j/+w==", "/9j/+w==\n", "/9j/\n+w==", "_9j_-w==", "/9j/+x==", "é9j/+w==", "/9j/+w\0=",
        "data:image/jpeg;base64,/9j/+w==",
    ],
)  # fmt: skip
def test_base64_is_written_in_one_way(text: object) -> None:
    with pytest.raises(InvalidRequest, match="jpeg must be base64"):
        preview(text)


@pytest.mark.parametrize("photo_id", [None, 1, "../x"])
def test_a_preview_is_of_a_photo_of_ours(photo_id: object) -> None:
    with pytest.raises(InvalidRequest, match="photoId is not an id"):
        preview("/9j/+w==", photo_id)


def test_a_preview_is_as_heavy_as_a_frame_carries() -> None:
    """And the largest one does fit into a frame, with all that is around it."""
    largest = preview(base64.b64encode(bytes(limits.PREVIEW_BYTES)).decode())
    assert isinstance(largest, Preview)
    assert len(largest.jpeg) == limits.PREVIEW_BYTES
    with pytest.raises(PreviewRefused):
        preview(base64.b64encode(bytes(limits.PREVIEW_BYTES + 1)).decode())


def test_a_frame_has_its_length_and_a_body_its_own() -> None:
    said = {"action": "sync", "sessionId": SESSION_ID}
    room = limits.FRAME_BYTES - len(json.dumps(said | {"more": ""}))
    client_messages.client_message(json.dumps(said | {"more": "x" * room}))
    with pytest.raises(InvalidRequest, match=f"longer than {limits.FRAME_BYTES}"):
        client_messages.client_message(json.dumps(said | {"more": "x" * (room + 1)}))


# By HTTP


def test_in_a_request_the_path_names_the_session() -> None:
    shown = {"action": "shown", "photoId": PHOTO_ID, "sessionId": an_id(9)}
    assert client_messages.saying(SESSION_ID, shown) == Shown(SESSION_ID, PHOTO_ID)
    progress = {"action": "progress", "uploads": [upload()]}
    assert client_messages.saying(SESSION_ID, progress) == Progress(SESSION_ID, {PHOTO_ID: 0}, None)


@pytest.mark.parametrize("action", ["sync", "ping", "preview", None, ["shown"]])
def test_what_is_for_sockets_only_is_refused_there(action: object) -> None:
    said = {"action": action, "photoId": PHOTO_ID, "jpeg": "/9j/+w=="}
    with pytest.raises(InvalidRequest, match=r"action must be one of shown, progress\."):
        client_messages.saying(SESSION_ID, said)


def test_its_session_is_an_id_of_ours_too() -> None:
    with pytest.raises(InvalidRequest, match="sessionId is not an id"):
        client_messages.saying("../x", {"action": "shown", "photoId": PHOTO_ID})
