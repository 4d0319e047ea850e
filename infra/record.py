"""What Chalice has deployed.

Chalice writes that down in `.chalice/deployed/<stage>.json` on the machine it ran on, and only when
all went well; without it the next run makes a second REST API beside the first. So it is kept in
the site's bucket, where every machine finds it, and put right by what is really there.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.account import Account
from infra.present import LOOKED_UP, Present
from infra.stage import Stage

_ABSENT = {"NoSuchKey", "NoSuchBucket", "404"}


@dataclass
class Record:
    """The resources of one stage, in Chalice's own form."""

    stage: Stage
    resources: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def load(cls, account: Account, stage: Stage, outputs: Mapping[str, str]) -> "Record":
        """The record of the last deployment, without what is gone, with what a failed one made."""
        stored = _stored(account, stage, outputs.get("SiteBucketName"))
        recorded = [each["name"] for each in stored if each["resource_type"] == "lambda_function"]
        handlers = sorted({*stage.handlers, *recorded})
        present = Present(account, stage, handlers).resources(outputs)
        others = [each for each in stored if each["resource_type"] not in LOOKED_UP]
        return cls(stage, [*present, *others])

    @classmethod
    def read(cls, project: Path, stage: Stage) -> "Record":
        """What Chalice has just written in a project."""
        document = json.loads(_path(project, stage).read_text())
        return cls(stage, document["resources"])

    def write(self, project: Path) -> None:
        """Put it where Chalice looks for it."""
        path = _path(project, self.stage)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._document())

    def save(self, account: Account, outputs: Mapping[str, str]) -> None:
        """Keep it for the next deployment, wherever that runs."""
        account.client("s3").put_object(
            Bucket=outputs["SiteBucketName"],
            Key=_key(self.stage),
            Body=self._document().encode(),
            ContentType="application/json",
        )

    def all(self, resource_type: str, name: str) -> list[str]:
        """A value of each resource of a type."""
        return [
            str(each[name]) for each in self.resources if each["resource_type"] == resource_type
        ]

    @property
    def rest_api_id(self) -> str | None:
        """The REST API's id; None if it is not deployed."""
        return _only(self.all("rest_api", "rest_api_id"))

    @property
    def rest_api_url(self) -> str | None:
        """Where the REST API answers, without a slash at its end."""
        url = _only(self.all("rest_api", "rest_api_url"))
        return url.rstrip("/") if url else None

    @property
    def websocket_api_id(self) -> str | None:
        """The WebSocket API's id; None if it is not deployed."""
        return _only(self.all("websocket_api", "websocket_api_id"))

    @property
    def websocket_api_url(self) -> str | None:
        """Where the WebSocket API answers, without a slash at its end."""
        url = _only(self.all("websocket_api", "websocket_api_url"))
        return url.rstrip("/") if url else None

    def _document(self) -> str:
        document = {"resources": self.resources, "schema_version": "2.0", "backend": "api"}
        return json.dumps(document, indent=2) + "\n"


def _only(values: list[str]) -> str | None:
    return values[0] if values else None


def _stored(account: Account, stage: Stage, bucket: str | None) -> list[dict[str, Any]]:
    if bucket is None:
        return []
    try:
        stored = account.client("s3").get_object(Bucket=bucket, Key=_key(stage))
    except ClientError as error:
        if error.response["Error"]["Code"] in _ABSENT:
            return []
        raise
    resources: list[dict[str, Any]] = json.loads(stored["Body"].read())["resources"]
    return resources


def _key(stage: Stage) -> str:
    return f"deployments/{stage.name}.json"


def _path(project: Path, stage: Stage) -> Path:
    return project / ".chalice" / "deployed" / f"{stage.name}.json"
