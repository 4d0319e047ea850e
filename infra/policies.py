"""Fills in the names of one deployment in the IAM policies of `.chalice/policies/`.

Each is an IAM document with placeholders such as `${SessionsTableArn}`. A statement that needs what
this deployment does not have (a key, a VPC, tracing, moderation, a state machine, or an API that is
made only after its functions) is left out whole.
"""

import re
from collections.abc import Mapping
from typing import Any

from infra.account import Account
from infra.problems import BuildFailed
from infra.stage import Stage

Document = dict[str, Any]

#: What a deployment may be without. Any other name must be known: a statement that was dropped
#: because a name is misspelt would be missed only by visitors.
OPTIONAL = frozenset(
    {
        "ExecutionsArn",
        "KmsKeyArn",
        "Moderation",
        "StateMachineArn",
        "Tracing",
        "VpcInterfaces",
        "VpcLookups",
        "WebsocketApiId",
    }
)

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
_PARTS = frozenset({"Sid", "Effect", "Action", "Resource"})
_LOGS = frozenset({"logs:CreateLogStream", "logs:PutLogEvents"})


def names(
    account: Account,
    stage: Stage,
    outputs: Mapping[str, str],
    websocket_api_id: str | None = None,
) -> dict[str, str]:
    """What stands for the placeholders in all policies of a stage.

    `FunctionName` is not among them: it differs from one policy to the next.
    """
    of_vpc = f"arn:{account.partition}:ec2:{account.region}:{account.account_id}:*/*"
    in_vpc = bool(outputs.get("SubnetIds"))
    state_machine = outputs.get("StateMachineArn", "")
    known = {
        **outputs,
        "Partition": account.partition,
        "Region": account.region,
        "AccountId": account.account_id,
        "Stage": stage.name,
        "SecretParameterArn": (
            f"arn:{account.partition}:ssm:{account.region}:{account.account_id}"
            f":parameter{stage.secret_parameter}"
        ),
        "WebsocketApiId": websocket_api_id,
        # AWS allows neither tracing nor a look at a picture on anything narrower.
        "Tracing": "*" if stage.settings.get("xray") else None,
        "Moderation": "*" if stage.environment.get("SCANDROP_MODERATION") == "on" else None,
        # https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html
        "ExecutionsArn": state_machine.replace(":stateMachine:", ":execution:"),
        # AWS allows looking for interfaces on nothing narrower than `*`, and asks that the right to
        # delete them names no single one.
        # https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
        "VpcInterfaces": of_vpc if in_vpc else None,
        "VpcLookups": "*" if in_vpc else None,
    }
    return {name: value for name, value in known.items() if value}


def render(document: Mapping[str, Any], names: Mapping[str, str]) -> Document:
    """The policy with these names in it.

    A statement that needs a name of `OPTIONAL` which is not among them is left out.

    Raises:
        BuildFailed: it is no policy of our form, needs any other name that is not there, or would
            leave its function without logs.
    """
    kept = []
    for statement in _statements(document):
        unknown = _placeholders(statement) - {name for name, value in names.items() if value}
        if missing := unknown - OPTIONAL:
            raise BuildFailed(
                f"The policy statement {statement['Sid']} needs what this deployment has no name "
                f"for: {', '.join(sorted(missing))}."
            )
        if not unknown:
            kept.append(_filled(statement, names))
    if not any(_allows_logs(statement) for statement in kept):
        raise BuildFailed(f"A policy must allow {' and '.join(sorted(_LOGS))}; this one does not.")
    return {"Version": document["Version"], "Statement": kept}


def _allows_logs(statement: Document) -> bool:
    return statement["Effect"] == "Allow" and set(statement["Action"]) >= _LOGS


def _statements(document: Mapping[str, Any]) -> list[Document]:
    """The statements; our form is the one of IAM in which lists are always lists."""
    if set(document) != {"Version", "Statement"}:
        raise BuildFailed("A policy has a Version, a list of Statements and nothing else.")
    statements = document["Statement"]
    if not isinstance(statements, list) or not all(_is_statement(each) for each in statements):
        raise BuildFailed(
            "A policy statement has a Sid, an Effect (Allow or Deny), a list of Actions, a list of "
            f"Resources, perhaps a Condition, and nothing else. Not so all of {statements}."
        )
    return statements


def _is_statement(candidate: object) -> bool:
    if not isinstance(candidate, Mapping) or set(candidate) - {"Condition"} != _PARTS:
        return False
    lists = candidate["Action"], candidate["Resource"]
    return bool(
        candidate["Sid"]
        and candidate["Effect"] in ("Allow", "Deny")
        and all(isinstance(each, list) and each for each in lists)
        and all(isinstance(entry, str) for each in lists for entry in each)
    )


def _placeholders(part: object) -> set[str]:
    """The names that any text in this part asks for."""
    if isinstance(part, str):
        return set(_PLACEHOLDER.findall(part))
    if isinstance(part, Mapping):
        part = list(part.values())
    if isinstance(part, list):
        return {name for inner in part for name in _placeholders(inner)}
    return set()


def _filled(part: Any, names: Mapping[str, str]) -> Any:
    """The same with each placeholder replaced, once: a name may look like a placeholder itself."""
    if isinstance(part, str):
        return _PLACEHOLDER.sub(lambda found: names[found[1]], part)
    if isinstance(part, Mapping):
        return {key: _filled(inner, names) for key, inner in part.items()}
    return [_filled(inner, names) for inner in part] if isinstance(part, list) else part
