"""Who has the rights of a function, and what he may attempt."""

from collections.abc import Callable
from typing import Any

from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.emulator.launch import Credentials

#: Something that IAM allows or not.
Attempt = Callable[["Caller", "Names"], object]


class Caller:
    """Somebody with the rights of a function."""

    def __init__(self, cloud: Cloud, rights: Credentials) -> None:
        self._cloud = cloud
        self._rights = rights

    def client(self, service: str, **how: str) -> Any:
        """A client of one service."""
        return self._cloud.client(service, self._rights, **how)


class Names:
    """What the stage's things are called."""

    def __init__(self, cloud: Cloud, dev: Deployed) -> None:
        self.outputs = cloud.outputs("dev")
        self.callback_url = dev.websocket_url.replace("wss://", "https://")

    def __getitem__(self, output: str) -> str:
        return self.outputs[output]


def dynamodb(operation: str, table: str, **parameters: Any) -> Attempt:
    return lambda caller, names: getattr(caller.client("dynamodb"), operation)(
        TableName=names[table], **parameters
    )


def s3(operation: str, bucket: str, **parameters: Any) -> Attempt:
    return lambda caller, names: getattr(caller.client("s3"), operation)(
        Bucket=names[bucket], **parameters
    )
