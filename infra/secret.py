"""What a stage signs with, in Parameter Store: CloudFormation makes no SecureString.

Made when it is missing, and written again by nothing but `python -m infra.rotate`.
"""

import time
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from chalicelib import signing_secrets
from chalicelib.signing_secrets import Secret, SecretsMalformed
from infra.account import Account
from infra.problems import NotDeployed, SecretsUnreadable
from infra.stage import Stage


def ensure(account: Account, stage: Stage, outputs: Mapping[str, str]) -> bool:
    """Make the secrets of a stage that has none; tell whether it had none.

    By one call that fails where there are some: of two deployments at a time, one makes them.
    """
    try:
        _put(account, stage, outputs, signing_secrets.rotated((), _now()), overwrite=False)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterAlreadyExists":
            raise
        return False
    return True


def rotate(account: Account, stage: Stage, outputs: Mapping[str, str], live: int) -> int:
    """Make a new secret, with which so many count; tell how many do.

    Raises:
        NotDeployed: there are none.
        SecretsUnreadable: something else is in their place.
    """
    made = signing_secrets.rotated(_known(account, stage), _now(), live)
    _put(account, stage, outputs, made, overwrite=True)
    return len(made)


def delete(account: Account, stage: Stage) -> None:
    """Delete the secrets: nothing that was signed with them counts any more."""
    try:
        account.client("ssm").delete_parameter(Name=stage.secret_parameter)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise


def _known(account: Account, stage: Stage) -> tuple[Secret, ...]:
    name = stage.secret_parameter
    try:
        answer = account.client("ssm").get_parameter(Name=name, WithDecryption=True)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        raise NotDeployed(f"{name} is not there; `make deploy` makes it.") from error
    try:
        return signing_secrets.parsed(answer["Parameter"]["Value"])
    except SecretsMalformed as error:
        raise SecretsUnreadable(
            f"{name} holds no secrets of ours. Delete it and run `make deploy`: it makes new ones, "
            "and every kiosk has to be enrolled anew."
        ) from error


def _put(
    account: Account,
    stage: Stage,
    outputs: Mapping[str, str],
    secrets: tuple[Secret, ...],
    *,
    overwrite: bool,
) -> None:
    key: dict[str, Any] = {"KeyId": outputs["KmsKeyArn"]} if outputs.get("KmsKeyArn") else {}
    account.client("ssm").put_parameter(
        Name=stage.secret_parameter,
        Description="What Scandrop signs kiosk keys with; see docs/operations.md",
        Type="SecureString",
        Value=signing_secrets.written(secrets),
        Overwrite=overwrite,
        **key,
    )


def _now() -> int:
    return int(time.time())
