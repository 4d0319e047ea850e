"""What is read off the application itself is what it would be deployed with."""

from types import ModuleType

import pytest
from chalice.app import Chalice, SQSEvent

from devserver.application import Application


def an_application() -> Application:
    app = Chalice(app_name="test")

    @app.on_sqs_message(queue="others", batch_size=10)
    def work_on_others(event: SQSEvent) -> None: ...

    @app.on_sqs_message(queue="jobs", batch_size=4)
    def work(event: SQSEvent) -> None: ...

    @app.schedule("rate(1 hour)")
    def tidy(event: object) -> None: ...

    module = ModuleType("app")
    module.app = app  # type: ignore[attr-defined]
    return Application(module)


def test_a_batch_is_as_large_as_its_function_says() -> None:
    assert an_application().messages_at_once("work") == 4


def test_a_function_without_a_queue_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="unpack"):
        an_application().messages_at_once("tidy")
