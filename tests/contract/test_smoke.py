"""The smoke test finds what is wrong with a deployment, says where, and tells no secret."""

import asyncio
import io
import re
import time
import traceback
from typing import Any

import pytest

from infra.console import Console
from infra.problems import SmokeTestFailed
from infra.smoke import check, main
from infra.visit import JPEG
from infra.visitor import Patience
from tests.contract.deployed import CLOSE, HTML, SCREEN_TOKEN, SIGNATURE, SILENCE, Deployed

QUICK = Patience(first=0.05, again=0.01, step=2, whole=10)
#: For what does not answer: the others would wait their two seconds for it.
HASTY = Patience(first=0.05, again=0.01, step=0.3, whole=10)
OLD_APIS = {"apiUrl": "http://old.example/api", "websocketUrl": "ws://old.example/ws"}
OPEN_POLICY = "script-src 'self' 'unsafe-inline'"
S3_REFUSAL = (
    "<Error><Code>SignatureDoesNotMatch</Code><SignatureProvided>"
    f"{SIGNATURE}</SignatureProvided></Error>"
)


async def checked(deployed: Deployed, patience: Patience = QUICK, end: str = "") -> str:
    """Run the smoke test; what it printed."""
    stream = io.StringIO()
    async with deployed.listening():
        site, api, websocket = (url + end for url in deployed.urls)
        await asyncio.to_thread(
            check, site, api, websocket, Console(stream), stage="test", patience=patience
        )
    return stream.getvalue()


async def problem(deployed: Deployed, patience: Patience = QUICK) -> str:
    """What the smoke test says when it fails; nothing that it shows tells a secret."""
    with pytest.raises(SmokeTestFailed) as failed:
        await checked(deployed, patience)
    shown = "".join(traceback.format_exception(failed.value))
    for secret in (SCREEN_TOKEN, SIGNATURE, *deployed.phone_tokens):
        assert secret[:16] not in shown
    return str(failed.value)


async def test_a_deployment_that_works_passes() -> None:
    deployed = Deployed()
    said = await checked(deployed)
    assert len(re.findall(r"^  ✓ .+ \(\d+\.\d\d s\)$", said, re.M)) == 19
    assert deployed.photo == JPEG
    assert deployed.asked[-1] == "second put"


async def test_a_slash_at_the_end_of_a_URL_is_none_of_its_business() -> None:  # noqa: N802
    await checked(Deployed(), end="/")


@pytest.mark.parametrize(
    ("wrong", "step", "told"),
    [
        ({"page": {"status": 403, "body": "<Code>AccessDenied"}}, "the site answers", "403 <Code>"),
        ({"page": {"body": "Welcome to nginx"}}, "the site answers", "nginx"),
        ({"page": {"content_type": "binary/octet-stream"}}, "the site answers", "kiosk's page"),
        ({"page": {"x_content_type_options": None}}, "it protects its visitors", "nosniff"),
        ({"page": {"content_security_policy": None}}, "it protects its visitors", "got none"),
        ({"page": {"content_security_policy": OPEN_POLICY}}, "it protects its visitors", "unsafe"),
        ({"script": {"status": 404}}, "its script comes as a script", "404"),
        ({"script": {"content_type": "text/plain"}}, "its script comes as a script", "text/plain"),
        ({"config": {"status": 403}}, "it names the APIs", "403"),
        ({"config": {"body": "{"}}, "it names the APIs", "apiUrl"),
        ({"config": {"body": {"apiUrl": ""}}}, "it names the APIs", "JSON with apiUrl, web"),
        ({"config": {"body": OLD_APIS}}, "it names the APIs", "old.example"),
        ({"health": {"status": 503, "body": {"status": "unhealthy"}}}, "healthy", "unhealthy"),
        ({"health": {"body": {"status": "unhealthy"}}}, "healthy", '"unhealthy"'),
        ({"open": {"status": 500, "body": {"Code": "Broken"}}}, "opens a session", "Broken"),
        ({"open": {"status": 200}}, "opens a session", "expected status 201"),
        ({"open": {"access_control_allow_origin": None}}, "opens a session", "allow-origin"),
        ({"open": {"access_control_allow_origin": "*"}}, "opens a session", "got *"),
        ({"phone page": {"status": 404}}, "its code leads to the phone's page", "404"),
        ({"stranger": {"status": 101}}, "a wrong token is refused", "an open WebSocket"),
        ({"stranger": {"status": 500}}, "a wrong token is refused", "got 500"),
        ({"socket": {"status": 403}}, "the screen's socket opens", "got status 403"),
        ({"socket": {"protocol": "chat"}}, "the screen's socket opens", "got None"),
        ({"sync": {"text": "Internal server error"}}, "the screen is answered", "Internal server"),
        ({"sync": CLOSE}, "the screen is answered", "1011"),
        ({"sync": {"sessionId": "X" * 22}}, "the screen is answered", "another"),
        ({"ticket preflight": {"status": 403}}, "leave to upload", "403"),
        ({"ticket preflight": {"access_control_allow_headers": "*"}}, "upload", "Authorization"),
        ({"ticket": {"status": 503, "body": {"Code": "Away"}}}, "leave to upload", "Away"),
        ({"ticket": {"access_control_allow_origin": None}}, "leave to upload", "allow-origin"),
        ({"put preflight": {"status": 403}}, "the phone sends a photo", "403"),
        ({"put preflight": {"access_control_allow_methods": "GET"}}, "sends a photo", "PUT"),
        ({"put preflight": {"access_control_allow_headers": "content-type"}}, "photo", "if-none"),
        ({"put preflight": {"access_control_allow_origin": "*"}}, "sends a photo", "allow-origin"),
        ({"put": {"status": 307, "location": "/"}}, "the phone sends a photo", "307"),
        ({"put": {"status": 403, "body": S3_REFUSAL}}, "sends a photo", "SignatureDoesNotMatch"),
        ({"put": {"access_control_allow_origin": None}}, "the phone sends a photo", "allow-origin"),
        ({"arrival": {"photo": {"photoId": "X" * 22}}}, "the screen hears of it", "another"),
        ({"arrival": CLOSE}, "the screen hears of it", "1011"),
        ({"view": {"status": 403}}, "the screen shows it", "403"),
        ({"view": {"content_type": HTML}}, "the screen shows it", "text/html"),
        ({"view": {"body": b"other"}}, "the screen shows it", "5 bytes of image/jpeg"),
        ({"ready": {"photo": {"photoId": "X" * 22}}}, "made light and safe", "another"),
        ({"ready": CLOSE}, "it is made light and safe", "1011"),
        ({"large": {"status": 403}}, "shows what was made of it", "403"),
        ({"large": {"content_type": HTML}}, "shows what was made of it", "text/html"),
        ({"large": {"body": JPEG}}, "shows what was made of it", "another JPEG"),
        ({"large": {"body": b"<html>"}}, "shows what was made of it", "another JPEG"),
        ({"second put": {"status": 200}}, "nobody can send another in its place", "412"),
    ],
    ids=str,
)
async def test_what_is_wrong_is_named_by_its_step(
    wrong: dict[str, Any], step: str, told: str
) -> None:
    said = await problem(Deployed(wrong))
    assert re.match(rf'At "[^"]*{re.escape(step)}', said), said
    assert told in said
    assert "\nLook here: " in said


@pytest.mark.parametrize(
    ("answer", "step"),
    [
        ("page", "the site answers"),
        ("script", "its script"),
        ("config", "it names"),
        ("health", "the service"),
        ("open", "a screen opens"),
        ("phone page", "its code"),
        ("sync", "the screen is answered"),
        ("ticket preflight", "a phone gets leave"),
        ("ticket", "a phone gets leave"),
        ("put preflight", "the phone sends"),
        ("put", "the phone sends"),
        ("arrival", "the screen hears"),
        ("view", "the screen shows"),
        ("second put", "nobody can send"),
    ],
)
async def test_what_does_not_answer_is_not_waited_for(answer: str, step: str) -> None:
    began = time.monotonic()
    said = await problem(Deployed({answer: SILENCE}), HASTY)
    assert said.startswith(f'At "{step}')
    assert "got none" in said
    assert time.monotonic() - began < 5


async def test_what_the_screen_heard_instead_is_told() -> None:
    assert "the screen heard SESSION_STATE, PHONE_CONNECTED" in await problem(
        Deployed({"arrival": SILENCE}), HASTY
    )


async def test_all_steps_together_have_an_end() -> None:
    patience = Patience(first=0.05, again=0.01, step=30, whole=0.5)
    began = time.monotonic()
    said = await problem(Deployed({"arrival": SILENCE}), patience)
    assert 'At "the screen hears of it"' in said
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("missing", "step"),
    [("services", "it lets"), ("sockets", "it lets"), ("bucket", "the phone sends")],
)
async def test_a_policy_that_would_stop_the_page_is_found(missing: str, step: str) -> None:
    """The APIs and the bucket answer anyone; only a browser would not ask them."""
    deployed = Deployed()
    async with deployed.listening():
        sources = {
            "services": deployed.services,
            "sockets": deployed.websocket.removesuffix("/ws"),
            "bucket": deployed.bucket,
        }
        told = f"connect-src with {re.escape(sources.pop(missing))}, got 'self' "
        policy = deployed.policy(connections=" ".join(sources.values()))
        deployed.wrong = {"page": {"content_security_policy": policy}}
        with pytest.raises(SmokeTestFailed, match=rf'At "{step}.*{told}'):
            await asyncio.to_thread(check, *deployed.urls, Console(io.StringIO()), patience=QUICK)


async def test_a_policy_that_would_hide_the_photo_is_found() -> None:
    deployed = Deployed()
    async with deployed.listening():
        deployed.wrong = {"page": {"content_security_policy": deployed.policy(images="'self'")}}
        with pytest.raises(SmokeTestFailed, match='At "the screen shows it": expected img-src'):
            await asyncio.to_thread(check, *deployed.urls, Console(io.StringIO()), patience=QUICK)


async def test_a_code_that_leads_elsewhere_is_found() -> None:
    session = {"sessionId": "", "screenToken": SCREEN_TOKEN, "qrSvg": ""}
    elsewhere = session | {"uploadPageUrl": "http://127.0.0.1:1/phone.html"}
    said = await problem(Deployed({"open": {"body": elsewhere}}))
    assert 'At "its code leads' in said
    assert "got http://127.0.0.1:1/phone.html" in said


async def test_tokens_in_an_answer_are_not_shown() -> None:
    told = {"token": SCREEN_TOKEN, "pad": "x " * 87, "cut": SCREEN_TOKEN}
    said = await problem(Deployed({"open": {"status": 500, "body": told}}))
    assert '"token": "…"' in said


async def test_the_first_answers_are_given_time() -> None:
    deployed = Deployed(asleep={"page": 3, "health": 3})
    await checked(deployed, Patience(first=5, again=0.01))
    assert (deployed.asked.count("page"), deployed.asked.count("health")) == (4, 4)


async def test_later_answers_are_not_asked_for_again() -> None:
    """A visitor would not try twice: what fails now and then does fail."""
    deployed = Deployed(asleep={"put": 1})
    assert "asleep" in await problem(deployed, Patience(first=5, again=0.01))
    assert deployed.asked.count("put") == 1


async def test_a_site_that_is_not_there_is_told() -> None:
    patience = Patience(first=0.1, again=0.01)
    urls = ("http://127.0.0.1:1", "http://127.0.0.1:1/api", "ws://127.0.0.1:1/ws")
    with pytest.raises(SmokeTestFailed, match=r'At "the site answers".*ClientConnectorError'):
        await asyncio.to_thread(check, *urls, Console(io.StringIO()), patience=patience)


async def test_the_log_of_the_function_that_failed_is_named() -> None:
    said = await problem(Deployed({"socket": {"status": 500}}))
    assert 'Look here: make logs STAGE=test ARGS="--function websocket_connect"' in said
    assert "make status STAGE=test" in await problem(Deployed({"page": {"status": 403}}))


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        ({}, 0, "✓ Try it as a visitor would"),
        ({"open": {"status": 500}}, 1, 'SmokeTestFailed: At "a screen opens a session"'),
    ],
    ids=["well", "broken"],
)
async def test_the_command_ends_as_the_visit_does(
    wrong: dict[str, Any], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed = Deployed(wrong)
    async with deployed.listening():
        assert await asyncio.to_thread(main, ["--urls", *deployed.urls]) == code
    assert said in "".join(capsys.readouterr())
