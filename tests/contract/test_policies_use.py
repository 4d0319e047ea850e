"""Policies and code, both ways: nothing is missing, nothing is too much.

That nothing is missing is asserted around every test of this folder (`within_policies`). That
nothing is too much needs all that the code can ask, in one run: the visit that is played here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore import xform_name

from devserver.resources import JOB_QUEUE, SESSIONS_TABLE
from infra.stage import Stage
from tests.contract.policies import (
    ACCOUNT_ID,
    DEAD_LETTER_QUEUE_ARN,
    FOLDER,
    QUEUE_ARN,
    REGION,
    Call,
    Grant,
    policy_of,
)
from tests.contract.policy_questions import questions
from tests.contract.policy_visit import everything_happens
from tests.contract.policy_watch import ADAPTERS, Asked, watched

FUNCTIONS = sorted(path.stem for path in FOLDER.iterdir())


@pytest.fixture(scope="module")
def asked() -> Asked:
    """What the functions ask of AWS in a visit in which everything happens."""
    with watched() as asked:
        everything_happens()
    return asked


def of_lambda(function: str) -> set[Call]:
    """What Lambda itself does in the name of a function.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
    https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    """
    group = f"log-group:/aws/lambda/{Stage('prod').function_name(function)}"
    stream = f"arn:aws:logs:{REGION}:{ACCOUNT_ID}:{group}:log-stream:2027/01/15/[$LATEST]0123"
    interface = f"arn:aws:ec2:{REGION}:{ACCOUNT_ID}:network-interface/eni-0123"
    on_interface = ("Create", "Delete"), ("AssignPrivateIpAddresses", "UnassignPrivateIpAddresses")
    done = {
        **dict.fromkeys(("logs:CreateLogStream", "logs:PutLogEvents"), stream),
        **dict.fromkeys(("xray:PutTelemetryRecords", "xray:PutTraceSegments"), "*"),
        **dict.fromkeys(("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"), "*"),
        **dict.fromkeys((f"ec2:{verb}NetworkInterface" for verb in on_interface[0]), interface),
        **dict.fromkeys((f"ec2:{name}" for name in on_interface[1]), interface),
    }
    if function == "photo_uploaded":
        # Where events go that failed three times: see its on-failure destination.
        done["sqs:SendMessage"] = DEAD_LETTER_QUEUE_ARN
    if function == "process_photos":
        # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
        actions = ("DeleteMessage", "GetQueueAttributes", "ReceiveMessage")
        done |= {f"sqs:{name}": QUEUE_ARN + JOB_QUEUE for name in actions}
    return {Call(action, resource) for action, resource in done.items()}


# Nothing is missing


@pytest.mark.parametrize("function", FUNCTIONS)
def test_lambda_may_do_what_it_does_around_a_function(function: str) -> None:
    refused = [call for call in of_lambda(function) if not policy_of(function).permits(call)]
    assert not refused


def test_every_call_of_the_visit_is_permitted(asked: Asked) -> None:
    assert set(asked.calls) == set(FUNCTIONS), "every function took part"
    assert not asked.beyond_policies()


# Nothing is too much


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_right_is_used(asked: Asked, function: str) -> None:
    policy, used = policy_of(function), set[Grant]()
    for call in asked.calls[function] | of_lambda(function):
        used |= policy.granting(call)
    assert policy.grants() - used == set()


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_right_is_given_twice(function: str) -> None:
    rights = [
        (statement["Effect"], action, resource, str(statement.get("Condition")))
        for statement in policy_of(function).statements
        for action in statement["Action"]
        for resource in statement["Resource"]
    ]
    assert len(set(rights)) == len(rights)


# The watch itself, on which all of this stands


def test_a_call_beyond_its_policy_is_told_by_function_action_and_resource() -> None:
    client = boto3.client("dynamodb", region_name=REGION)
    load = client.meta.service_model.operation_model("GetItem")
    asked = Asked()
    for function in ("websocket_connect", "websocket_disconnect"):
        asked.calls[function].update(questions(client, load, {"TableName": SESSIONS_TABLE}))
    table = f"arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/{SESSIONS_TABLE}"
    assert asked.beyond_policies() == [f"websocket_disconnect may not dynamodb:GetItem on {table}"]


def test_every_test_of_this_folder_runs_within_the_policies(
    request: pytest.FixtureRequest,
) -> None:
    assert "within_policies" in request.fixturenames


# The visit shows all that there is


def calls_in(path: Path) -> Iterator[tuple[str, str, str]]:
    """Module, method and operation of each call to AWS that an adapter's source has."""
    for scope in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(scope, ast.ClassDef):
            continue
        for method in scope.body:
            for node in ast.walk(method):
                if (operation := _operation(node)) is not None:
                    assert isinstance(method, ast.FunctionDef)
                    yield path.stem, f"{scope.name}.{method.name}", operation


def _operation(node: ast.AST) -> str | None:
    """The operation, if the node is a call such as `self._client().get_item(…)`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return None
    made = node.func.value
    if not (isinstance(made, ast.Call) and _is_client(made.func)):
        return None
    if node.func.attr in ("get_paginator", "generate_presigned_url"):
        (name, *_) = node.args
        assert isinstance(name, ast.Constant)
        return str(name.value)
    return node.func.attr


def _is_client(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "_client"


def adapters() -> list[Path]:
    return sorted(path for path in ADAPTERS.glob("*.py") if path.name != "clients.py")


def test_the_visit_makes_every_call_that_an_adapter_can_make(asked: Asked) -> None:
    """A new call to AWS has to happen in the visit, and so to be permitted."""
    in_source = {site for path in adapters() for site in calls_in(path)}
    assert in_source == asked.sites


@pytest.mark.parametrize("path", adapters(), ids=lambda path: path.stem)
def test_adapters_call_aws_in_a_form_that_the_test_above_can_read(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    kept = [n for n in nodes if _is_client(n) and isinstance(getattr(n, "ctx", None), ast.Load)]
    assert len(kept) == len(list(calls_in(path))), "a client is kept, or handed on"
    imported = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names} | {
        n.module for n in nodes if isinstance(n, ast.ImportFrom)
    }
    assert not imported & {"boto3", "chalicelib.aws.clients"}


def test_operations_are_recognised_by_botocore_s_own_names() -> None:
    assert xform_name("GetItem") == "get_item"
    tree = ast.parse("self._client().get_paginator('query').paginate(); self._client(x).get_item()")
    assert {_operation(node) for node in ast.walk(tree)} == {None, "query", "get_item"}
