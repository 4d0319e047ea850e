"""Accounts on the dev server: a host from the start, whoever signs up, and what a kill leaves."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from devserver.launch import DevServer
from tests.e2e.api_client import Answer, ask, bearer
from tests.e2e.conftest import Launch
from tests.e2e.processes import kill_cloud, kill_server, three_ports

EMAIL, PASSWORD = "user@example.com", "SecurePassword123!"
HOST = "host@scandrop.example"


def post(server: DevServer, path: str, **said: str) -> Answer:
    """As the guide has it."""
    headers = {"Content-Type": "application/json"}
    return ask("POST", f"{server.api_url}/auth/{path}", headers, json.dumps(said).encode())


def account(server: DevServer, token: str) -> Answer:
    return ask("GET", f"{server.api_url}/auth/me", bearer(token))


def signed_in(server: DevServer, data: Path) -> dict[str, str]:
    """The host's tokens, by the password that is printed."""
    answer = post(server, "signin", email=HOST, password=(data / "host-password").read_text())
    assert answer.status == 200, answer
    tokens: dict[str, str] = answer.json
    return tokens


def test_the_host_signs_in_and_is_told_as_whom(server: DevServer, data: Path) -> None:
    tokens = signed_in(server, data)
    assert account(server, tokens["idToken"]).json["groups"] == ["host"]
    for other in (tokens["accessToken"], tokens["refreshToken"], "x", tokens["idToken"][:-8]):
        refused = account(server, other)
        assert (refused.status, refused.code) == (401, "SignInRequired")
        assert refused.headers["access-control-allow-origin"] == server.site_url


def test_whoever_signs_up_gets_in_by_the_code_and_is_no_host(server: DevServer, data: Path) -> None:
    assert post(server, "signup", email=EMAIL, password=PASSWORD).status == 202
    assert post(server, "signin", email=EMAIL, password=PASSWORD).code == "SignInRefused"
    assert post(server, "verify", email=EMAIL, code="123456").code == "CodeRefused"
    pool = json.loads((data / "accounts.json").read_text())["pool"]
    (code,) = (each["_confirmation_code"] for each in pool["_users"].values() if
               each["UserStatus"] == "UNCONFIRMED")  # fmt: skip
    assert post(server, "verify", email=EMAIL, code=code).status == 200
    tokens = post(server, "signin", email=EMAIL, password=PASSWORD).json
    assert account(server, tokens["idToken"]).json["groups"] == []


@pytest.mark.parametrize("kill", [kill_server, kill_cloud], ids=["server", "cloud"])
def test_who_is_signed_in_stays_so_after_a_kill(
    launch: Launch, own_data: Path, kill: Callable[[DevServer], None]
) -> None:
    """And who they are stays so: photos are owned by the id."""
    port = three_ports()
    server = launch(port=port)
    tokens = signed_in(server, own_data)
    user = account(server, tokens["idToken"]).json
    kill(server)

    server = launch(port=port)
    assert account(server, tokens["idToken"]).json == user
    fresh = post(server, "refresh", refreshToken=tokens["refreshToken"]).json
    assert account(server, fresh["idToken"]).json == user
    assert account(server, signed_in(server, own_data)["idToken"]).json == user
