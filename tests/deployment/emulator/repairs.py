"""What stock MiniStack lacks, put right in the emulator's process; its files stay as they are."""

from tests.deployment.emulator import (
    functions,
    hosts,
    permissions,
    pipes,
    rest_apis,
    state_machines,
    webhooks,
    websocket_apis,
)


def apply() -> None:
    """Wrap its functions."""
    for module in (
        hosts,
        permissions,
        rest_apis,
        websocket_apis,
        functions,
        state_machines,
        pipes,
        webhooks,
    ):
        module.repair()
