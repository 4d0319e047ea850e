"""What the smoke test may say, and what only an https site must have."""

import io
import traceback
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientError
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from infra.console import Console
from infra.problems import SmokeTestFailed
from infra.smoke import Steps
from infra.visit import JPEG, Visit
from infra.visitor import Answer, Patience, Unexpected, Visitor, excerpt, origin_of

TOKEN = "aB3-" * 10 + "aB3"
PAGE = b'<script type="module" src="pages/kiosk.js"></script>'
SAFE = {
    "content-type": "text/html",
    "x-content-type-options": "nosniff",
    "content-security-policy": "script-src 'self'; connect-src https://api.example wss://ws.example",
}


class Pages(Visitor):
    """A visitor to whom the site is told, and who opens nothing."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    async def first(self, url: str) -> Answer:
        return Answer(200, self._headers, PAGE)

    async def ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        if url.endswith(".js"):
            return Answer(200, {"content-type": "text/javascript; charset=utf-8"}, b"")
        config = b'{"apiUrl": "https://api.example/dev", "websocketUrl": "wss://ws.example/dev"}'
        return Answer(200, {}, config)


async def visited(site: str, headers: Mapping[str, str]) -> list[str]:
    """Visit the pages of a site; the steps that went well."""
    done = []

    @asynccontextmanager
    async def step(name: str, _: str) -> AsyncIterator[None]:
        yield
        done.append(name)

    await Visit(
        Pages(headers),
        step,
        site=site,
        api="https://api.example/dev",
        websocket="wss://ws.example/dev",
    ).site()
    return done


async def test_a_site_over_https_must_insist_on_it() -> None:
    with pytest.raises(Unexpected, match="Strict-Transport-Security"):
        await visited("https://site.example", SAFE)
    with pytest.raises(Unexpected, match="Strict-Transport-Security"):
        await visited("https://site.example", SAFE | {"strict-transport-security": "preload"})
    hsts = {"strict-transport-security": "max-age=31536000"}
    assert len(await visited("https://site.example", SAFE | hsts)) == 5


async def test_a_site_of_one_machine_cannot() -> None:
    assert len(await visited("http://127.0.0.1:8000", SAFE)) == 5


@pytest.mark.parametrize(
    "secret",
    [
        TOKEN,
        f"Bearer {TOKEN}",
        f"https://bucket.example/key?X-Amz-Signature={'0f' * 32}",
        f"<SignatureProvided>{'0f' * 32}</SignatureProvided>",
        f"X-Amz-Security-Token=IQoJb3JpZ2luX2Vj{'%2Fa8' * 20}",
    ],
)
@pytest.mark.parametrize("before", ["", "x ", "x " * 80, "x " * 95])
def test_a_secret_is_never_in_an_excerpt(secret: str, before: str) -> None:
    """Not even its beginning, where the excerpt ends."""
    shown = excerpt(before + secret)
    assert TOKEN[:8] not in shown
    assert "0f0f" not in shown
    assert "a8%2F" not in shown


@pytest.mark.parametrize(
    "error",
    [
        ClientError(f"https://bucket.example/key?X-Amz-Signature={'0f' * 32}"),
        OSError(f"Bearer {TOKEN}"),
        Unexpected("an answer", excerpt(TOKEN)),
    ],
    ids=repr,
)
async def test_a_failure_shows_no_secret_nor_what_it_came_from(error: Exception) -> None:
    steps = Steps(Console(io.StringIO()), "test", Patience())
    with pytest.raises(SmokeTestFailed, match='At "the phone sends"') as failed:
        async with steps.step("the phone sends", "photo_uploaded"):
            raise error
    shown = "".join(traceback.format_exception(failed.value))
    assert "0f0f" not in shown
    assert TOKEN[:8] not in shown


@given(
    st.from_regex(r"[A-Za-z0-9_-]{43}", fullmatch=True).filter(lambda text: text.lower() != text)
)
def test_no_token_of_ours_is_in_an_excerpt(token: str) -> None:
    """Of 43 random characters one is a capital: it is not in one of six thousand million tokens."""
    assert excerpt(f'{{"screenToken": "{token}"}}') == '{"screenToken": "…"}'


def test_an_excerpt_still_tells_what_is_wrong() -> None:
    policy = "connect-src https://scandrop-dev-uploads-123456789012-eu-central-1.s3.amazonaws.com"
    assert excerpt(policy) == policy
    assert excerpt("\x1b[31mred") == "\N{REPLACEMENT CHARACTER}[31mred"
    assert len(excerpt("word " * 1000)) < 210


def test_the_photo_is_a_photo() -> None:
    with Image.open(io.BytesIO(JPEG)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("JPEG", (96, 96))
    assert len(JPEG) < 200


def test_a_visit_has_an_end() -> None:
    patience = Patience()
    assert patience.first < patience.step < patience.whole <= 180


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"status"', b"{}", b"\xff"])
def test_an_answer_without_what_is_needed_is_unexpected(body: bytes) -> None:
    with pytest.raises(Unexpected, match="JSON with status"):
        Answer(200, {}, body).json(200, "status")


def test_an_origin_is_what_a_browser_compares() -> None:
    assert origin_of("https://a.example:8443/b?c#d") == "https://a.example:8443"
