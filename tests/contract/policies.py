"""IAM, as far as our policies use it: what a Lambda function may do.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3

from devserver import resources
from infra import policies
from infra.account import Account
from infra.stage import ROOT, Stage

FOLDER = ROOT / ".chalice" / "policies"

REGION, ACCOUNT_ID = "us-east-1", "123456789012"


class _Whole(Stage):
    """A deployment with all that one may have."""

    @property
    def environment(self) -> Mapping[str, str]:
        return {"SCANDROP_MODERATION": "on"}


#: Of the API whose events `tests/events.py` holds.
STAGE = _Whole("prod")
WEBSOCKET_API_ID, WEBSOCKET_STAGE = "abcdef1234", "api"
TABLE_ARN = f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/"
PARAMETER_ARN = f"arn:aws:ssm:{REGION}:{ACCOUNT_ID}:parameter"
SECRET_ARN = PARAMETER_ARN + resources.SECRET_PARAMETER
KMS_KEY_ARN = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/uploads"
QUEUE_ARN = f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:"
USER_POOL_ARN = f"arn:aws:cognito-idp:{REGION}:{ACCOUNT_ID}:userpool/{resources.USER_POOL_ID}"
DEAD_LETTER_QUEUE_ARN = f"{QUEUE_ARN}scandrop-prod-dead-letters"
STATE_MACHINE_ARN = f"arn:aws:states:{REGION}:{ACCOUNT_ID}:stateMachine:scandrop-prod-processing"
OUTPUTS = {
    "SessionsTableArn": TABLE_ARN + resources.SESSIONS_TABLE,
    "ConnectionsTableArn": TABLE_ARN + resources.CONNECTIONS_TABLE,
    "PhotosTableArn": TABLE_ARN + resources.PHOTOS_TABLE,
    "AlbumsTableArn": TABLE_ARN + resources.ALBUMS_TABLE,
    "UploadsBucketArn": f"arn:aws:s3:::{resources.UPLOADS_BUCKET}",
    "MediaBucketArn": f"arn:aws:s3:::{resources.MEDIA_BUCKET}",
    "JobQueueArn": QUEUE_ARN + resources.JOB_QUEUE,
    "UserPoolArn": USER_POOL_ARN,
    "StateMachineArn": STATE_MACHINE_ARN,
    "DeadLetterQueueArn": DEAD_LETTER_QUEUE_ARN,
    "KmsKeyArn": KMS_KEY_ARN,
    "SubnetIds": "subnet-1,subnet-2",
}


@dataclass(frozen=True)
class Call:
    """What IAM is asked: may this be done to that?"""

    action: str
    resource: str
    #: Condition keys that the request has, and their values.
    context: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Grant:
    """One action on one resource that a statement speaks of."""

    sid: str
    action: str
    resource: str


class Policy:
    """A rendered policy document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.statements: list[Mapping[str, Any]] = document["Statement"]

    def permits(self, call: Call) -> bool:
        """Whether a statement allows it and none denies it."""
        return bool(self.granting(call)) and not any(self._matching(call, "Deny"))

    def granting(self, call: Call) -> set[Grant]:
        """All that allows it."""
        return set(self._matching(call, "Allow"))

    def grants(self) -> set[Grant]:
        """All that is allowed."""
        allowing = [each for each in self.statements if each["Effect"] == "Allow"]
        return {
            Grant(each["Sid"], action, resource)
            for each in allowing
            for action in each["Action"]
            for resource in each["Resource"]
        }

    def _matching(self, call: Call, effect: str) -> Iterator[Grant]:
        for each in self.statements:
            if each["Effect"] != effect or call.action not in each["Action"]:
                continue
            if not holds(each.get("Condition", {}), call.context):
                continue
            for resource in each["Resource"]:
                if matches(resource, call.resource):
                    yield Grant(each["Sid"], call.action, resource)


def holds(conditions: Mapping[str, Mapping[str, str]], context: Mapping[str, str]) -> bool:
    """Whether a request has what all conditions ask; a key that it has not fulfils none."""
    return all(
        key in context and _OPERATORS[operator](wanted, context[key])
        for operator, keys in conditions.items()
        for key, wanted in keys.items()
    )


def matches(pattern: str, text: str) -> bool:
    """Whether a text is as a pattern says: `*` is any number of characters, `?` is one."""
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


#: An operator that our policies do not use yet fails by its name.
_OPERATORS = {"StringLike": matches, "ArnEquals": matches}


def document_of(function: str) -> dict[str, Any]:
    """The policy of a function as it is in the repository."""
    document: dict[str, Any] = json.loads((FOLDER / f"{function}.json").read_text(encoding="utf-8"))
    return document


def names_for(function: str, outputs: Mapping[str, str] = OUTPUTS) -> dict[str, str]:
    """What the deployment puts into the policy of a function."""
    account = Account(boto3.Session(region_name=REGION), ACCOUNT_ID, REGION, "aws")
    names = policies.names(account, STAGE, outputs, WEBSOCKET_API_ID)
    of_tests = {"Stage": WEBSOCKET_STAGE, "SecretParameterArn": SECRET_ARN}
    return names | of_tests | {"FunctionName": STAGE.function_name(function)}


@cache
def policy_of(function: str) -> Policy:
    """The policy of a function as it is deployed."""
    return Policy(policies.render(document_of(function), names_for(function)))
