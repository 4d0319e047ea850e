"""The bucket's CORS rule is evaluated as S3 evaluates it."""

import pytest

from devserver import cors
from devserver.resources import media_cors, uploads_cors
from devserver.wire import Answer, Headers, Request

SITE = "http://site:1"
RULE = uploads_cors(SITE)


def preflight(origin: str | None = SITE, method: str | None = "PUT", headers: str = "") -> Answer:
    given: Headers = ()
    if origin:
        given += (("Origin", origin),)
    if method:
        given += (("Access-Control-Request-Method", method),)
    if headers:
        given += (("Access-Control-Request-Headers", headers),)
    return cors.preflight(RULE, Request("OPTIONS", "/bucket/key", headers=given))


def test_the_phone_page_may_send_a_photo_with_the_headers_of_its_ticket() -> None:
    answer = preflight(headers="Content-Type, if-none-match,x-amz-checksum-sha256")
    assert answer.status == 200
    assert answer.header("Access-Control-Allow-Origin") == SITE
    assert answer.header("Access-Control-Allow-Headers") == (
        "content-type, if-none-match, x-amz-checksum-sha256"
    )
    assert answer.header("Access-Control-Max-Age") == "3000"
    assert "Origin" in (answer.header("Vary") or "")


@pytest.mark.parametrize(
    "refused",
    [
        preflight(origin="http://site:2"),
        preflight(origin="null"),
        preflight(origin=SITE + "/"),
        preflight(method="DELETE"),
        preflight(method="put"),
        preflight(headers="content-type, authorization"),
    ],
)
def test_everybody_and_everything_else_is_refused(refused: Answer) -> None:
    assert refused.status == 403
    assert b"<Code>AccessForbidden</Code>" in refused.body
    assert refused.header("Access-Control-Allow-Origin") is None


@pytest.mark.parametrize("incomplete", [preflight(origin=None), preflight(method=None)])
def test_a_preflight_must_say_what_it_wants(incomplete: Answer) -> None:
    assert incomplete.status == 400


def test_an_answer_to_the_site_may_be_read_by_it() -> None:
    request = Request("PUT", "/bucket/key", headers=(("Origin", SITE),))
    headers = dict(cors.answer_headers(RULE, request))
    assert headers["Access-Control-Allow-Origin"] == SITE
    assert headers["Access-Control-Expose-Headers"] == "ETag"


@pytest.mark.parametrize("origin", ["http://evil", None])
def test_an_answer_to_another_page_may_not_be_read_but_varies(origin: str | None) -> None:
    given = (("Origin", origin),) if origin else ()
    headers = dict(cors.answer_headers(RULE, Request("GET", "/bucket/key", headers=given)))
    assert list(headers) == ["Vary"]


def test_a_rule_that_exposes_nothing_says_nothing_of_it() -> None:
    request = Request("GET", "/media/key", headers=(("Origin", SITE),))
    headers = dict(cors.answer_headers(media_cors(SITE), request))
    assert headers["Access-Control-Allow-Origin"] == SITE
    assert headers["Access-Control-Allow-Methods"] == "GET"
    assert "Access-Control-Expose-Headers" not in headers
