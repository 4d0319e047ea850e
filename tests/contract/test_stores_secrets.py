"""`Secrets` in Parameter Store."""

import boto3
import pytest

from chalicelib import limits, signing_secrets
from chalicelib.aws import clients
from chalicelib.aws.parameters import SsmSecrets
from chalicelib.errors import ServiceUnavailable
from chalicelib.signing_secrets import Secret
from devserver.resources import SECRET_PARAMETER
from tests.fakes import START, TickingClock

OLD, NEW = Secret("old", START - 10**6), Secret("new", START)


def put(text: str) -> None:
    boto3.client("ssm").put_parameter(
        Name=SECRET_PARAMETER, Type="SecureString", Value=text, Overwrite=True
    )


@pytest.fixture
def timer() -> TickingClock:
    return TickingClock(0)


@pytest.fixture
def secrets(mocked_aws: None, timer: TickingClock) -> SsmSecrets:
    put(signing_secrets.written([OLD]))
    return SsmSecrets(clients.ssm, SECRET_PARAMETER, lambda: START, timer)


def test_they_are_decrypted(secrets: SsmSecrets) -> None:
    assert secrets.live() == (b"old",)


def test_they_are_read_once_in_some_minutes(secrets: SsmSecrets, timer: TickingClock) -> None:
    asked: list[object] = []
    clients.ssm().meta.events.register("before-call", lambda **_: asked.append(1))
    assert secrets.live() == secrets.live() == (b"old",)
    put(signing_secrets.written([NEW, OLD]))
    timer.tick(limits.SECRETS_SECONDS - 1)
    assert secrets.live() == (b"old",)
    assert len(asked) == 1
    timer.tick(1)
    assert secrets.live() == (b"old", b"new")
    assert len(asked) == 2


def test_a_new_one_signs_when_every_process_has_read_it(mocked_aws: None) -> None:
    put(signing_secrets.written([NEW, OLD]))
    clock = TickingClock(START)
    secrets = SsmSecrets(clients.ssm, SECRET_PARAMETER, clock, lambda: 0)
    assert secrets.live() == (b"old", b"new")
    clock.tick(limits.SECRET_ACTIVATION_SECONDS)
    assert secrets.live() == (b"new", b"old")


@pytest.mark.parametrize("text", ["hand made", "[]", '{"secret": "x"}'])
def test_what_is_none_of_ours_is_a_service_that_is_away_and_told_to_nobody(
    mocked_aws: None, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    put(text)
    secrets = SsmSecrets(clients.ssm, SECRET_PARAMETER, lambda: START, lambda: 0)
    with pytest.raises(ServiceUnavailable):
        secrets.live()
    assert SECRET_PARAMETER in caplog.text
    assert text not in caplog.text


def test_what_is_known_counts_for_a_while_when_nothing_can_be_read(
    secrets: SsmSecrets, timer: TickingClock
) -> None:
    """Until then nobody signs by a secret that it does not know."""
    assert secrets.live() == (b"old",)
    asked: list[object] = []
    clients.ssm().meta.events.register("before-call", lambda **_: asked.append(1))
    put("not ours")
    timer.tick(limits.SECRETS_SECONDS)
    assert secrets.live() == secrets.live() == (b"old",)
    assert len(asked) == 1, "not each request waits for it"
    timer.tick(limits.SECRET_ACTIVATION_SECONDS - limits.SECRETS_SECONDS - 1)
    assert secrets.live() == (b"old",)
    timer.tick(15)
    with pytest.raises(ServiceUnavailable):
        secrets.live()
    put(signing_secrets.written([NEW, OLD]))
    assert secrets.live() == (b"old", b"new")


def test_a_failure_is_not_remembered(mocked_aws: None) -> None:
    secrets = SsmSecrets(clients.ssm, SECRET_PARAMETER, lambda: START, lambda: 0)
    with pytest.raises(ServiceUnavailable):
        secrets.live()
    put(signing_secrets.written([OLD]))
    assert secrets.live() == (b"old",)
