"""JSON in, JSON out, and one table of statuses."""

import base64
import logging
from http import HTTPStatus
from typing import Any

import pytest
from chalice.app import Response

from chalicelib import errors, http, statuses
from chalicelib.messages import Pong
from tests.asked import asked
from tests.builders import SESSION_ID
from tests.events import a_connect_event, an_s3_test_event
from tests.fakes import START
from tests.unit.test_errors import leaves

JSON = {"content-type": "application/json"}


# Answers


def test_every_refusal_has_a_status_and_every_status_a_refusal() -> None:
    assert set(statuses.STATUS) == set(leaves())


@pytest.mark.parametrize("status", list(statuses.STATUS.values()))
def test_a_refusal_is_the_clients_fault_or_a_passing_one(status: HTTPStatus) -> None:
    assert 400 <= status < 500 or status is HTTPStatus.SERVICE_UNAVAILABLE


@pytest.mark.parametrize("refusal", list(statuses.STATUS))
def test_a_refusal_is_answered_with_code_message_and_status(
    refusal: type[errors.ScandropError], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    error = refusal(7)  # type: ignore[arg-type]

    @http.answers(HTTPStatus.OK)
    def view() -> None:
        raise error

    response = view()
    assert response.status_code == statuses.STATUS[refusal]
    assert response.body == {"Code": refusal.__name__, "Message": str(error), **error.facts}
    assert response.headers["Cache-Control"] == "no-store"
    assert f"refused: {refusal.__name__}" in caplog.text


def test_an_answer_is_json_with_the_views_status_and_is_not_kept_by_caches() -> None:
    @http.answers(HTTPStatus.CREATED)
    def view(session_id: str, *, time: int) -> Pong:
        return Pong(session_id, time)

    response = view(SESSION_ID, time=START)
    assert response.status_code == HTTPStatus.CREATED
    assert response.body == {"type": "PONG", "sessionId": SESSION_ID, "serverTime": START}
    assert response.headers == {"Cache-Control": "no-store"}


def test_answers_do_not_share_their_headers() -> None:
    """Chalice adds those of CORS to the headers it gets."""

    @http.answers(HTTPStatus.OK)
    def view() -> None:
        return None

    first: Response = view()
    first.headers["Access-Control-Allow-Origin"] = "*"
    assert "Access-Control-Allow-Origin" not in view().headers


def test_who_must_wait_is_told_how_long_and_who_has_no_token_how_to_send_it() -> None:
    def headers_of(error: errors.ScandropError) -> dict[str, Any]:
        @http.answers(HTTPStatus.OK)
        def view() -> None:
            raise error

        return dict(view().headers)

    assert headers_of(errors.SessionBusy())["Retry-After"] == "1"
    assert headers_of(errors.ServiceUnavailable())["Retry-After"] == "1"
    assert headers_of(errors.TokenRequired())["WWW-Authenticate"] == "Bearer"
    assert set(headers_of(errors.SessionNotFound())) == {"Cache-Control"}


def test_a_defect_is_not_made_a_refusal() -> None:
    @http.answers(HTTPStatus.OK)
    def view() -> None:
        raise errors.IllegalTransition

    with pytest.raises(errors.IllegalTransition):
        view()


# Handshakes


def test_an_accepted_handshake_chooses_our_subprotocol() -> None:
    """A browser closes a socket whose server chose none of its subprotocols."""

    @http.answers_handshake
    def connect(event: Any) -> None:
        assert event

    assert connect(a_connect_event()) == {
        "statusCode": 200,
        "headers": {"Sec-WebSocket-Protocol": "scandrop"},
    }


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (errors.InvalidRequest, 400),
        (errors.TokenRequired, 401),
        (errors.TokenRefused, 403),
        (errors.OriginRefused, 403),
        (errors.SessionNotFound, 404),
        (errors.SessionExpired, 410),
        (errors.ServiceUnavailable, 503),
    ],
)
def test_a_refused_handshake_has_a_status_and_chooses_nothing(
    refusal: type[errors.ScandropError], status: int
) -> None:
    @http.answers_handshake
    def connect(event: Any) -> None:
        raise refusal

    assert connect(a_connect_event()) == {"statusCode": status}


# Requests


@pytest.mark.parametrize("body", [None, ""])
def test_no_body_is_an_empty_object_whatever_its_type(body: str | None) -> None:
    assert http.json_object(asked(body)) == {}
    assert http.json_object(asked(body, {"content-type": "text/plain"})) == {}


@pytest.mark.parametrize(
    "written", ["application/json", "application/json; charset=utf-8", "Application/JSON"]
)
def test_a_json_body_is_read_however_its_type_is_written(written: str) -> None:
    assert http.json_object(asked('{"a": "é"}', {"Content-Type": written})) == {"a": "é"}


@pytest.mark.parametrize(
    "headers", [{}, {"content-type": "text/plain"}, {"content-type": "application/jsonx"}]
)
def test_a_body_that_does_not_say_it_is_json_is_refused(headers: dict[str, str]) -> None:
    """A form of another site can send text, and only asks first when it sends JSON."""
    with pytest.raises(errors.InvalidRequest, match="application/json"):
        http.json_object(asked("{}", headers))


@pytest.mark.parametrize("body", ["null", "[]", "{", '{"a": NaN}', "[" * 15_000, "[" * 200_000])
def test_a_body_that_is_no_object_is_refused(body: str) -> None:
    with pytest.raises(errors.InvalidRequest):
        http.json_object(asked(body, JSON))


def test_a_body_that_is_not_utf_8_is_refused() -> None:
    body = base64.b64encode(b'{"a": "\xff"}').decode()
    with pytest.raises(errors.InvalidRequest, match="UTF-8"):
        http.json_object(asked(body, JSON, isBase64Encoded=True))


def test_a_body_that_api_gateway_could_not_decode_is_refused() -> None:
    """It passes on the replacement character; what stood there is lost."""
    with pytest.raises(errors.InvalidRequest, match="UTF-8"):
        http.json_object(asked('{"a": "\ufffd"}', JSON))


def test_a_body_that_api_gateway_encoded_is_decoded() -> None:
    body = base64.b64encode(b'{"a": 1}').decode()
    assert http.json_object(asked(body, JSON, isBase64Encoded=True)) == {"a": 1}


def test_all_values_of_a_query_are_seen() -> None:
    assert http.query(asked(query={"a": ["1", "2"], "b": [""]})) == {"a": ["1", "2"], "b": [""]}


def test_no_query_is_an_empty_one() -> None:
    assert http.query(asked(query=None)) == {}


def test_names_of_headers_have_no_case() -> None:
    assert http.headers(asked(headers={"Authorization": "x"}))["authorization"] == "x"


def test_outside_of_a_request_there_is_none() -> None:
    app = asked()
    assert http.request_of(app) is app.current_request
    app.current_request = None
    with pytest.raises(LookupError):
        http.request_of(app)


def test_an_s3_event_is_taken_whatever_is_in_it() -> None:
    """Chalice's own fails on the event that S3 sends when the trigger is set up."""
    event = http.AnyS3Event(an_s3_test_event(), None)
    assert event.to_dict() == an_s3_test_event()
