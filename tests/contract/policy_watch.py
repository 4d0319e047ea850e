"""What our code asks of AWS, and in which Lambda function it runs when it does.

moto and the dev server allow everything; here each call is turned into the question that IAM would
have to answer on AWS.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, ParamSpec, TypeVar

import pytest
from botocore import xform_name
from botocore.client import BaseClient
from botocore.model import OperationModel
from chalice.app import Chalice, EventSourceHandler
from chalice.config import Config
from chalice.deploy import models
from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder

from infra.stage import ROOT, Stage, chalice_config
from tests.contract.policies import Call, policy_of
from tests.contract.policy_questions import questions

P = ParamSpec("P")
T = TypeVar("T")

ADAPTERS = ROOT / "chalicelib" / "aws"


def config_of(stage: Stage) -> Config:
    """The configuration as `chalice deploy` reads it."""
    from app import app

    return Config(
        chalice_stage=stage.name,
        user_provided_params={"chalice_app": app, "project_dir": str(ROOT)},
        config_from_disk=chalice_config(),
        default_params={"lambda_memory_size": 128, "lambda_timeout": 60},
    )


def lambda_functions(stage: Stage) -> dict[str, models.LambdaFunction]:
    """What `chalice deploy` makes of app.py, by Chalice's names for it."""
    application = ApplicationGraphBuilder().build(config_of(stage), stage.name)
    deployed = DependencyBuilder().build_dependencies(application)
    functions = [each for each in deployed if isinstance(each, models.LambdaFunction)]
    return {function.resource_name: function for function in functions}


@cache
def _function_of(handler: str) -> str:
    """The Lambda function of a handler such as `app.connect`."""
    return {f.handler: name for name, f in lambda_functions(Stage("prod")).items()}[handler]


class Asked:
    """The calls to AWS of each function, and where in the adapters they were made."""

    def __init__(self) -> None:
        self.calls: defaultdict[str, set[Call]] = defaultdict(set)
        #: Module, method and operation.
        self.sites: set[tuple[str, str, str]] = set()
        self._running: list[str] = []

    def beyond_policies(self) -> list[str]:
        """What no policy permits, in words."""
        return sorted(
            f"{function} may not {call.action} on {call.resource}"
            for function, calls in self.calls.items()
            for call in tuple(calls)  # a thread that a handler left behind may add to it
            if not policy_of(function).permits(call)
        )

    def run(
        self, handler: Callable[P, T], function: str, /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a handler as this function. Not of this thread only: handlers may start threads."""
        self._running.append(function)
        try:
            return handler(*args, **kwargs)
        finally:
            self._running.pop()

    def note(
        self, client: BaseClient, operation: OperationModel, params: Mapping[str, Any]
    ) -> None:
        """A client is about to send, or to sign, a request."""
        for function in self._running[-1:]:
            self.calls[function].update(questions(client, operation, params))
            self.sites.add((*_caller(), xform_name(operation.name)))


def _caller() -> tuple[str, str]:
    """The module and the method of the adapter that makes the call."""
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        code = frame.f_code
        if code.co_filename.startswith(f"{ADAPTERS}/"):
            module = code.co_filename.removeprefix(f"{ADAPTERS}/").removesuffix(".py")
            return module, code.co_qualname.partition(".<locals>")[0]
    raise LookupError("AWS is called from outside chalicelib/aws")


@contextmanager
def watched() -> Iterator[Asked]:
    """Note what handlers ask of AWS. What tests ask themselves runs in no function."""
    asked = Asked()
    emit, as_api, as_event = (
        BaseClient._emit_api_params,  # type: ignore[attr-defined]
        Chalice.__call__,
        EventSourceHandler.__call__,
    )

    def noted(
        client: BaseClient, api_params: Any, operation_model: OperationModel, context: Any
    ) -> Any:
        asked.note(client, operation_model, api_params)
        return emit(client, api_params, operation_model, context)

    def api(app: Chalice, event: Any, context: Any) -> Any:
        return asked.run(as_api, _function_of("app.app"), app, event, context)

    def triggered(handler: EventSourceHandler, event: Any, context: Any) -> Any:
        # Chalice wraps once more what no event source but a caller triggers.
        view = getattr(handler.func, "_original_func", handler.func)
        return asked.run(as_event, _function_of(f"app.{view.__name__}"), handler, event, context)

    with pytest.MonkeyPatch.context() as patch:
        # Sending and signing both pass through here, and nothing else does.
        patch.setattr(BaseClient, "_emit_api_params", noted)
        patch.setattr(Chalice, "__call__", api)
        patch.setattr(EventSourceHandler, "__call__", triggered)
        yield asked
