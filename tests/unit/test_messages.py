"""Names and shapes on the wire."""

import json
from dataclasses import dataclass, fields, replace

import pytest

from chalicelib import limits, messages
from chalicelib.answers import PhotoView, RenditionView, Snapshot
from chalicelib.errors import InvalidRequest, PhotoTooLarge
from chalicelib.messages import Message, to_wire
from chalicelib.model import SessionStatus
from chalicelib.photo import PhotoState, Rejection, RenditionName
from tests.builders import (
    SESSION_ID,
    a_photo,
    a_ready_photo,
    a_stored_photo,
    an_announcement,
)
from tests.fakes import START

VIEW = PhotoView.of(a_stored_photo(), "https://uploads.example.org/x")


def kinds() -> list[type[Message]]:
    """Every message of the server."""
    return Message.__subclasses__()


def test_fields_are_camel_case_on_the_wire() -> None:
    assert to_wire(messages.Pong(SESSION_ID, server_time=START)) == {
        "type": "PONG",
        "sessionId": SESSION_ID,
        "serverTime": START,
    }


def test_parts_are_translated_and_keys_of_mappings_are_not() -> None:
    @dataclass(frozen=True)
    class Whole:
        some_parts: tuple[PhotoView, ...]
        http_headers: dict[str, object]

    wire = to_wire(Whole((VIEW,), {"if-none-match": "*", "snake_case": (VIEW,)}))
    assert wire["someParts"][0]["photoId"] == VIEW.photo_id
    assert wire["httpHeaders"]["if-none-match"] == "*"
    assert wire["httpHeaders"]["snake_case"][0]["storedAt"] == VIEW.stored_at


@pytest.mark.parametrize("value", [None, True, 1, "text", SessionStatus.COMPLETED])
def test_plain_values_stay_as_they_are(value: object) -> None:
    assert to_wire(value) == value


def test_a_photo_on_the_wire_has_every_key_whatever_is_known() -> None:
    assert to_wire(PhotoView.of(a_photo(), None)) == {
        "photoId": a_photo().photo_id,
        "state": "PENDING",
        "fileName": "beach.jpg",
        "contentType": "image/jpeg",
        "sizeBytes": 1000,
        "storedAt": None,
        "code": None,
        "url": None,
        "renditions": None,
        "shownAt": None,
    }


def test_renditions_on_the_wire_are_named_by_their_size() -> None:
    views = {name: RenditionView(f"https://x/{name}", 2, 1) for name in RenditionName}
    text = json.dumps(to_wire(PhotoView.of(a_ready_photo(), views[RenditionName.LARGE].url, views)))
    assert json.loads(text)["renditions"] == {
        name: {"url": f"https://x/{name}", "width": 2, "height": 1}
        for name in ("thumb", "medium", "large")
    }


def test_a_photo_that_is_ready_says_of_the_upload_what_it_was() -> None:
    """Its rendition is a JPEG of another size; the phone asks for what it has sent."""
    view = PhotoView.of(a_ready_photo(content_type="image/heic", size_bytes=77))
    assert (view.content_type, view.size_bytes, view.stored_at) == ("image/heic", 77, START + 5)


def test_what_arrived_counts_more_than_what_was_announced() -> None:
    photo = a_stored_photo(
        announced=an_announcement(size_bytes=5, content_type="image/png"),
        state=PhotoState.REJECTED,
        rejection=Rejection.TOO_LARGE,
    )
    view = to_wire(PhotoView.of(photo, None))
    assert (view["sizeBytes"], view["contentType"], view["code"]) == (
        1000,
        "image/jpeg",
        "TOO_LARGE",
    )


def test_an_empty_photo_has_no_bytes_whatever_was_announced() -> None:
    photo = a_stored_photo(size_bytes=0, state=PhotoState.REJECTED, rejection=Rejection.EMPTY)
    assert PhotoView.of(photo, None).size_bytes == 0


def test_a_snapshot_becomes_the_answer_to_sync() -> None:
    snapshot = Snapshot(SESSION_ID, SessionStatus.COMPLETED, START, START + 600, START, (VIEW,))
    (message,) = messages.SessionState.of(snapshot)
    wire = to_wire(message)
    assert wire.pop("type") == "SESSION_STATE"
    assert wire == to_wire(snapshot)


@pytest.mark.parametrize("count", [0, 1, 12, 13, 40])
def test_a_snapshot_of_many_photos_comes_in_several_messages(count: int) -> None:
    """One message has room for so many signed URLs and no more; a client puts photos together."""
    views = tuple(replace(VIEW, photo_id=f"photo-{number}") for number in range(count))
    snapshot = Snapshot(SESSION_ID, SessionStatus.COMPLETED, START, START + 600, START, views)
    parts = messages.SessionState.of(snapshot)
    assert [view for part in parts for view in part.photos] == list(views)
    assert {replace(part, photos=()) for part in parts} == {
        replace(part, photos=()) for part in messages.SessionState.of(replace(snapshot, photos=()))
    }
    assert all(len(part.photos) <= limits.PHOTOS_PER_MESSAGE for part in parts)


def test_each_message_has_a_type_of_its_own_and_names_its_session() -> None:
    types = {kind.type for kind in kinds()}
    assert len(types) == len(kinds()) >= 6
    assert all("session_id" in {part.name for part in fields(kind)} for kind in kinds())


def test_a_frame_is_compact_json() -> None:
    text = messages.frame(
        messages.UploadCompleted(SESSION_ID, SessionStatus.COMPLETED, START, VIEW)
    )
    assert json.loads(text)["photo"]["fileName"] == "beach.jpg"
    assert ", " not in text
    assert '": ' not in text


def test_a_frame_is_ascii_whatever_the_name_of_the_photo() -> None:
    view = PhotoView.of(
        a_photo(announced=an_announcement(file_name="写真 \u2028 👨‍👩‍👧.jpg")), None
    )
    assert messages.frame(messages.PhotoRejected(SESSION_ID, view)).isascii()


def test_an_error_frame_has_code_and_message_and_no_session() -> None:
    assert json.loads(messages.error_frame(InvalidRequest("No."))) == {
        "type": "ERROR",
        "Code": "InvalidRequest",
        "Message": "No.",
    }
    assert "25 MB" in messages.error_frame(PhotoTooLarge(25 * 2**20))
