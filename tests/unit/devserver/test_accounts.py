"""The user pool of the dev server: what it forgets, takes on trust, or tells nobody."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import jwt
import pytest
from ministack.app import app
from ministack.services import cognito

from devserver import ministack_cognito, resources
from devserver.accounts import Accounts, AccountsDamaged, DurableAccounts, prepare
from devserver.asgi import scope_of
from devserver.cloud import CloudChanged
from devserver.durability import post
from devserver.wire import Answer

PASSWORD, EMAIL, NEW = "the password of the host", "ada@example.org", "a long enough one"
CLIENT = {"ClientId": resources.USER_POOL_CLIENT_ID}
POOL = {"UserPoolId": resources.USER_POOL_ID}

Mails = list[tuple[str, str]]


def no_abort() -> NoReturn:
    raise AssertionError("aborted")


@pytest.fixture
def mails() -> Iterator[Mails]:
    """MiniStack's Cognito as the dev server has it; afterwards as it was. The mails it sends."""
    sent: Mails = []
    with pytest.MonkeyPatch.context() as patch:
        for name in vars(cognito):
            if not name.startswith("__"):
                patch.setattr(cognito, name, getattr(cognito, name))
        ministack_cognito.adapt(lambda email, code: sent.append((email, code)))
        yield sent
    forget()


def forget() -> None:
    """What a kill does."""
    cognito._user_pools._data.clear()
    cognito._revoked_tokens.clear()


@pytest.fixture
async def cloud(mails: Mails, tmp_path: Path) -> DurableAccounts:
    return await started(tmp_path)


async def started(folder: Path, password: str = PASSWORD) -> DurableAccounts:
    accounts = Accounts(folder / "accounts.json")
    await prepare(app, accounts, password)
    return DurableAccounts(app, accounts, no_abort)


async def ask(cloud: Any, operation: str, **request: Any) -> Answer:
    return await post(
        cloud, "cognito-idp", f"AWSCognitoIdentityProviderService.{operation}", request
    )


async def sign_in(cloud: Any, email: str, password: str) -> dict[str, Any]:
    """Tokens, or the error."""
    answer = await ask(
        cloud,
        "AdminInitiateAuth",
        **POOL,
        **CLIENT,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )
    document: dict[str, Any] = json.loads(answer.body)
    found: dict[str, Any] = document.get("AuthenticationResult", document)
    return found


async def refresh(cloud: Any, token: str) -> Answer:
    return await ask(
        cloud,
        "AdminInitiateAuth",
        **POOL,
        **CLIENT,
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": token},
    )


async def sign_up(cloud: Any) -> None:
    answer = await ask(cloud, "SignUp", **CLIENT, Username=EMAIL, Password=NEW)
    assert answer.status == 200


async def verify(cloud: Any, code: str) -> Answer:
    return await ask(cloud, "ConfirmSignUp", **CLIENT, Username=EMAIL, ConfirmationCode=code)


async def test_a_host_is_there_from_the_start(cloud: DurableAccounts) -> None:
    tokens = await sign_in(cloud, resources.HOST_EMAIL, PASSWORD)
    claims = jwt.decode(tokens["IdToken"], options={"verify_signature": False})
    assert claims["sub"] == resources.HOST_USER_ID
    assert claims["cognito:groups"] == ["host"]


async def test_what_was_answered_is_there_after_a_kill(
    cloud: DurableAccounts, mails: Mails, tmp_path: Path
) -> None:
    await sign_up(cloud)
    before = await sign_in(cloud, resources.HOST_EMAIL, PASSWORD)
    other = await sign_in(cloud, resources.HOST_EMAIL, PASSWORD)
    await ask(cloud, "RevokeToken", **CLIENT, Token=other["RefreshToken"])
    forget()
    again = await started(tmp_path)
    assert (await verify(again, mails[0][1])).status == 200
    assert "IdToken" in await sign_in(again, EMAIL, NEW)
    assert (await refresh(again, before["RefreshToken"])).status == 200
    assert (await refresh(again, other["RefreshToken"])).status == 400


async def test_it_is_on_disk_before_the_answer_goes_out(
    cloud: DurableAccounts, tmp_path: Path
) -> None:
    await sign_up(cloud)
    file = tmp_path / "accounts.json"
    assert EMAIL in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600


async def test_the_password_that_is_printed_is_the_one_that_counts(
    cloud: DurableAccounts, tmp_path: Path
) -> None:
    """Whoever removes its file gets another, and their photos stay theirs."""
    forget()
    again = await started(tmp_path, "another password of the host")
    assert "IdToken" not in await sign_in(again, resources.HOST_EMAIL, PASSWORD)
    tokens = await sign_in(again, resources.HOST_EMAIL, "another password of the host")
    claims = jwt.decode(tokens["IdToken"], options={"verify_signature": False})
    assert claims["sub"] == resources.HOST_USER_ID


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", "null"])
async def test_a_file_that_is_unreadable_is_said_to_be_so(
    text: str, mails: Mails, tmp_path: Path
) -> None:
    (tmp_path / "accounts.json").write_text(text)
    with pytest.raises(AccountsDamaged, match=r"accounts\.json"):
        await started(tmp_path)


async def test_a_file_that_cannot_be_written_ends_the_cloud(
    cloud: DurableAccounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Accounts) -> None:
        raise OSError("no space left")

    def abort() -> NoReturn:
        raise SystemExit(74)

    monkeypatch.setattr(Accounts, "keep", full)
    monkeypatch.setattr(cloud, "_abort", abort)
    target = "AWSCognitoIdentityProviderService.DescribeUserPool"
    scope = scope_of("POST", "/", (("X-Amz-Target", target),))
    with pytest.raises(SystemExit):
        await cloud._execute(target, scope, json.dumps(POOL).encode())


# What MiniStack takes on trust


async def test_codes_are_random_and_only_the_right_one_counts(
    cloud: DurableAccounts, mails: Mails
) -> None:
    await sign_up(cloud)
    await ask(cloud, "ResendConfirmationCode", **CLIENT, Username=EMAIL)
    (_, old), (_, code) = mails
    assert {old, code}.isdisjoint({"123456", "654321"})
    for wrong in ("123456", "000000" if code != "000000" else "000001"):
        assert (await verify(cloud, wrong)).status == 400
    assert (await verify(cloud, code)).status == 200
    assert (await ask(cloud, "ResendConfirmationCode", **CLIENT, Username=EMAIL)).status == 400


def _unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, "", algorithm="none")


def _of_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, "a secret of somebody else, long enough", algorithm="HS256")


@pytest.mark.parametrize("forged", [_unsigned, _of_another_key])
async def test_a_forged_refresh_token_signs_nobody_in(
    forged: Callable[[dict[str, Any]], str], cloud: DurableAccounts
) -> None:
    """The host's id is no secret: all that proves a refresh token is its signature."""
    good = (await sign_in(cloud, resources.HOST_EMAIL, PASSWORD))["RefreshToken"]
    assert (await refresh(cloud, good)).status == 200
    claims = jwt.decode(good, options={"verify_signature": False})
    assert (await refresh(cloud, forged(claims))).status == 400


async def test_a_flow_that_the_client_does_not_have_is_refused(cloud: DurableAccounts) -> None:
    """Passwords come through our API only."""
    answer = await ask(
        cloud,
        "InitiateAuth",
        **CLIENT,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": resources.HOST_EMAIL, "PASSWORD": PASSWORD},
    )
    assert answer.status == 400


def test_another_ministack_is_not_adapted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cognito, "_pool_id", lambda name: name)
    with pytest.raises(CloudChanged, match="_pool_id"):
        ministack_cognito.adapt(lambda *_: None)
