"""The site's bucket and its CDN in memory, as far as publishing uses them."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import boto3

from infra.account import Account

BUCKET, DISTRIBUTION, OWNER = "scandrop-test-site", "E123", "123456789012"
OUTPUTS = {"SiteBucketName": BUCKET, "DistributionId": DISTRIBUTION}
CONFIG = {"apiUrl": "https://api.example/test", "websocketUrl": "wss://sockets.example/test"}

PAGES = {"site/index.html", "site/phone.html"}
PUBLISHED = {
    *PAGES,
    "site/config.json",
    "site/favicon.svg",
    "site/lib/api.js",
    "site/styles/tokens.css",
}


def a_site(folder: Path) -> Path:
    """A folder with these files, but for the one that is made."""
    for name in PUBLISHED - {"site/config.json"}:
        path = folder / name.removeprefix("site/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"the first {name}")
    return folder


class Interrupted(Exception):
    """The network is gone, or somebody pressed Ctrl-C."""


@dataclass
class MemoryAws:
    """Both services, and what was asked of them in its order."""

    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: CallerReference → the invalidation that it made.
    invalidations: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: (what, key) of each change, and ("forget", id) of each finished invalidation.
    changes: list[tuple[str, str]] = field(default_factory=list)
    #: What goes wrong: called before each request with its name.
    trouble: Callable[[str], None] = lambda _: None
    undeletable: frozenset[str] = frozenset()
    _time: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def account(self) -> Account:
        return _MemoryAccount(self)

    def sent(self) -> list[str]:
        return [key for what, key in self.changes if what == "put"]

    # S3

    def put_object(self, *, Key: str, Body: bytes, **facts: Any) -> dict[str, Any]:  # noqa: N803
        self._asked("put_object", facts)
        written = datetime.fromtimestamp(next(self._time), UTC)
        self.objects[Key] = {**facts, "Body": Body, "LastModified": written}
        self.changes.append(("put", Key))
        return {}

    def head_object(self, *, Key: str, **facts: Any) -> dict[str, Any]:  # noqa: N803
        self._asked("head_object", facts)
        assert facts["ChecksumMode"] == "ENABLED", "S3 tells no checksum to who does not ask"
        return self.objects[Key]

    def list_objects_v2(self, *, Prefix: str, **facts: Any) -> Iterator[dict[str, Any]]:  # noqa: N803
        self._asked("list_objects_v2", facts)
        for key, found in sorted(self.objects.items()):
            if key.startswith(Prefix):
                # A page each: nobody may read the first one only.
                tag = f'"{hash(found["Body"])}"'
                listed = {"Key": key, "ETag": tag, "LastModified": found["LastModified"]}
                yield {"Contents": [listed]}
        yield {"KeyCount": 0}

    def delete_objects(self, *, Delete: dict[str, Any], **facts: Any) -> dict[str, Any]:  # noqa: N803
        self._asked("delete_objects", facts)
        errors = []
        assert len(Delete["Objects"]) <= 1000
        for each in Delete["Objects"]:
            if each["Key"] in self.undeletable:
                errors.append({"Key": each["Key"], "Code": "AccessDenied"})
                continue
            del self.objects[each["Key"]]
            self.changes.append(("delete", each["Key"]))
        return {"Errors": errors} if errors else {}

    # CloudFront

    def create_invalidation(
        self,
        *,
        DistributionId: str,  # noqa: N803
        InvalidationBatch: dict[str, Any],  # noqa: N803
    ) -> dict[str, Any]:
        """By the documentation: the same reference again is the same invalidation."""
        self._asked("create_invalidation")
        assert DistributionId == DISTRIBUTION
        assert InvalidationBatch["Paths"] == {"Quantity": 1, "Items": ["/*"]}
        reference = InvalidationBatch["CallerReference"]
        made = {"Id": f"I{len(self.invalidations)}", "Status": "InProgress"}
        self.invalidations.setdefault(reference, made)
        return {"Invalidation": self.invalidations[reference]}

    def invalidation_completed(
        self,
        *,
        DistributionId: str,  # noqa: N803
        Id: str,  # noqa: N803
        WaiterConfig: dict[str, int],  # noqa: N803
    ) -> None:
        self._asked("invalidation_completed")
        for each in self.invalidations.values():
            if each["Id"] == Id and each["Status"] == "InProgress":
                each["Status"] = "Completed"
                self.changes.append(("forget", Id))

    # Both

    def get_paginator(self, operation: str) -> Any:
        return _Called(paginate=getattr(self, operation))

    def get_waiter(self, name: str) -> Any:
        return _Called(wait=getattr(self, name))

    def _asked(self, operation: str, facts: dict[str, Any] | None = None) -> None:
        if facts is not None:
            assert (facts.pop("Bucket"), facts.pop("ExpectedBucketOwner")) == (BUCKET, OWNER)
        self.trouble(operation)


class _Called:
    def __init__(self, **methods: Callable[..., Any]) -> None:
        self.__dict__.update(methods)


class _MemoryAccount(Account):
    """An account whose clients are all the one fake."""

    def __init__(self, aws: MemoryAws) -> None:
        super().__init__(cast("boto3.Session", None), OWNER, "us-east-1", "aws")
        object.__setattr__(self, "_aws", aws)

    def client(self, service: str) -> Any:
        assert service in ("s3", "cloudfront")
        return self.__dict__["_aws"]
