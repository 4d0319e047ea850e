"""What a stage signs with: made once, rotated on purpose, never told to anybody."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib import signing_secrets
from infra import rotate, secret
from infra.account import Account
from infra.command import NEEDS_A_PERSON
from infra.problems import NotDeployed, SecretsUnreadable
from infra.stage import Stage
from tests.unit.infra.cloud import Cloud, Refused, Request, a_stack

NAME = "/scandrop-dev/secrets"
KEY = "arn:aws:kms:eu-central-1:123456789012:key/own"


@dataclass
class Parameters(Cloud):
    """Parameter Store, and a stack."""

    parameters: dict[str, Request] = field(default_factory=dict)
    refuse: str | None = None

    def put_parameter(self, asked: Request) -> dict[str, Any]:
        if self.refuse:
            raise Refused(self.refuse)
        if asked["Name"] in self.parameters and not asked["Overwrite"]:
            raise Refused("ParameterAlreadyExists")
        self.parameters[asked["Name"]] = asked
        return {"Version": 1}

    def get_parameter(self, asked: Request) -> dict[str, Any]:
        if self.refuse or asked["Name"] not in self.parameters:
            raise Refused(self.refuse or "ParameterNotFound")
        assert asked["WithDecryption"]
        return {"Parameter": {"Value": self.parameters[asked["Name"]]["Value"]}}

    def delete_parameter(self, asked: Request) -> dict[str, Any]:
        if self.refuse or self.parameters.pop(asked["Name"], None) is None:
            raise Refused(self.refuse or "ParameterNotFound")
        return {}

    def describe_stacks(self, asked: Request) -> dict[str, Any]:
        return {"Stacks": [a_stack(asked["StackName"], KmsKeyArn=KEY)]}

    @property
    def texts(self) -> list[str]:
        """The secrets that are kept."""
        return [each.text for each in signing_secrets.parsed(self.parameters[NAME]["Value"])]


@pytest.fixture
def aws() -> Parameters:
    return Parameters()


def test_it_is_made_when_it_is_missing_and_never_overwritten(aws: Parameters, stage: Stage) -> None:
    assert secret.ensure(aws.account(), stage, {})
    made = dict(aws.parameters)
    assert (made[NAME]["Type"], made[NAME].get("KeyId")) == ("SecureString", None)
    assert len(aws.texts) == 1
    assert not secret.ensure(aws.account(), stage, {"KmsKeyArn": KEY})
    assert aws.parameters == made


def test_it_is_encrypted_by_the_teams_key_if_there_is_one(aws: Parameters, stage: Stage) -> None:
    secret.ensure(aws.account(), stage, {"KmsKeyArn": KEY})
    assert aws.parameters[NAME]["KeyId"] == KEY


def test_a_rotation_keeps_the_one_before(aws: Parameters, stage: Stage) -> None:
    secret.ensure(aws.account(), stage, {})
    (first,) = aws.texts
    assert secret.rotate(aws.account(), stage, {}, live=2) == 2
    second, before = aws.texts
    assert before == first != second
    assert secret.rotate(aws.account(), stage, {}, live=2) == 2
    assert aws.texts[1] == second
    assert secret.rotate(aws.account(), stage, {}, live=1) == 1
    assert second not in aws.texts


def test_the_command_rotates_and_tells_no_secret(
    aws: Parameters,
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    account = aws.account()
    monkeypatch.setattr(Account, "current", lambda: account)
    assert rotate.main(["--stage", "dev"]) == NEEDS_A_PERSON
    assert "make deploy" in capsys.readouterr().err
    secret.ensure(account, stage, {})
    seen = set(aws.texts)
    for arguments, counts in ((["--stage", "dev"], 2), (["--only"], 1)):
        assert rotate.main(arguments) == 0
        assert len(aws.texts) == counts
        assert aws.parameters[NAME]["KeyId"] == KEY
        seen |= set(aws.texts)
    told = "".join(capsys.readouterr())
    assert "counts until the next rotation" in told
    assert "counts no more" in told
    assert not [text for text in seen if text in told]


@pytest.mark.parametrize("text", ["", "hand made", json.dumps([])])
def test_what_is_none_of_ours_is_not_replaced(aws: Parameters, stage: Stage, text: str) -> None:
    aws.parameters[NAME] = {"Value": text}
    with pytest.raises(SecretsUnreadable, match="make deploy"):
        secret.rotate(aws.account(), stage, {}, live=2)
    assert aws.parameters[NAME] == {"Value": text}


def test_it_is_deleted_with_the_photos_also_twice(aws: Parameters, stage: Stage) -> None:
    secret.ensure(aws.account(), stage, {})
    for _ in range(2):
        secret.delete(aws.account(), stage)
    assert aws.parameters == {}
    with pytest.raises(NotDeployed):
        secret.rotate(aws.account(), stage, {}, live=2)


def test_other_refusals_are_told(aws: Parameters, stage: Stage) -> None:
    aws.refuse = "AccessDeniedException"
    for ask in (
        lambda: secret.ensure(aws.account(), stage, {}),
        lambda: secret.rotate(aws.account(), stage, {}, live=2),
        lambda: secret.delete(aws.account(), stage),
    ):
        with pytest.raises(ClientError):
            ask()
