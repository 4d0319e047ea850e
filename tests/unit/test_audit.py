"""Each action is a line, however it ended."""

import logging
from typing import Any

import pytest

from chalicelib import audit


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """The fields of what was written."""
    caplog.set_level(logging.INFO, "chalicelib.audit")
    return lambda: [vars(record)["fields"] for record in caplog.records]


def test_a_line_tells_who_did_what_to_what_and_how_it_ended(
    lines: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with audit.action("ada", "DELETE /albums/{album}", album_id="a") as acting:
        acting.ended(audit.DONE, {"albumId": "a", "title": "Ada's party"})
    assert lines() == [
        {
            "audit": "DELETE /albums/{album}",
            "user_id": "ada",
            "album_id": "a",
            "outcome": "ok",
        }
    ]
    assert caplog.messages == [
        "audit=DELETE /albums/{album} user_id=ada album_id=a outcome=ok",
    ]


def test_what_was_made_is_named_by_the_answer(lines: Any) -> None:
    with audit.action("ada", "POST /kiosks") as acting:
        acting.ended(audit.DONE, {"albumId": "a", "kioskId": "k", "kioskKey": "secret"})
    (line,) = lines()
    assert (line["album_id"], line["kiosk_id"]) == ("a", "k")
    assert "secret" not in line.values()


def test_one_action_on_several_things_is_a_line_for_each(lines: Any) -> None:
    deletions = [{"photoId": "p", "code": None}, {"photoId": "q", "code": "PhotoNotFound"}]
    with audit.action("ada", "DELETE /images") as acting:
        acting.ended(audit.DONE, {"deletions": deletions})
    assert [(line["photo_id"], line["outcome"]) for line in lines()] == [
        ("p", "ok"),
        ("q", "PhotoNotFound"),
    ]


def test_a_defect_is_an_outcome_too(lines: Any) -> None:
    with pytest.raises(ZeroDivisionError), audit.action("ada", "PATCH /image/{photo_id}"):
        raise ZeroDivisionError
    assert [line["outcome"] for line in lines()] == ["failed"]
