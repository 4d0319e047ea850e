"""Publishes the static site: files to S3, then the CDN forgets what it kept."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import site_files
from infra.account import Account
from infra.brand_file import Brand
from infra.console import Console
from infra.problems import DeployError
from infra.stage import ROOT

SOURCE = ROOT / "static-site"

#: All that the CDN may read of the bucket, and all that we change in it.
_PREFIX = "site/"
_HOME = "index.html"
_CONFIG = "config.json"
_AT_ONCE = 8
#: S3 takes no more keys in one DeleteObjects.
_DELETED_AT_ONCE = 1000
#: An invalidation takes half a minute, rarely more than some.
_CDN_SECONDS = 900
_CDN_POLL_SECONDS = 5


class SiteUnfit(DeployError):
    """The site's folder holds something that we would not publish."""


class RemovalFailed(DeployError):
    """S3 did not delete a file of the site."""


@dataclass(frozen=True)
class SiteFile:
    """One file as it will be served."""

    #: Below the site's root, with `/` on every system.
    path: str
    content: bytes
    content_type: str

    @property
    def turn(self) -> int:
        """When it is sent: after what it names, as pages do modules and config.json a logo."""
        return 2 if self.path.endswith(".html") else int(self.path == _CONFIG)

    @property
    def key(self) -> str:
        """Its key in the bucket."""
        return _PREFIX + self.path

    @property
    def sha256(self) -> str:
        """Its checksum as S3 writes it."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()


def publish(
    account: Account,
    outputs: Mapping[str, str],
    config: Mapping[str, str | bool],
    console: Console,
    source: Path = SOURCE,
    brand: Brand | None = None,
) -> None:
    """Make the deployed site what the folder is, with `config` and the brand as its config.json.

    May be repeated after any failure: each step looks at what is there. The order is for visitors
    who come meanwhile: what a page names is there before the page, and what only the old page
    names stays until no edge of the CDN holds that page. Only in the half minute before the CDN has
    forgotten, an edge that keeps some files and not others can mix two releases.

    Raises:
        SiteUnfit: nothing has been changed.
        ClientError, BotoCoreError
    """
    files = files_of(source, config, brand)
    bucket = _SiteBucket(account, outputs["SiteBucketName"])
    with console.step("Site: send what is new"):
        sent = bucket.send(files)
        console.note(f"{sent} of {len(files)} files sent, {len(files) - sent} unchanged")
    invalidate(account, outputs["DistributionId"], bucket.state(files), console)
    with console.step("Site: remove what is gone"):
        removed = bucket.remove_all_but(files)
        console.note("\n".join(removed) or "nothing")


def files_of(
    source: Path, config: Mapping[str, str | bool], brand: Brand | None = None
) -> list[SiteFile]:
    """Everything that is published.

    Raises:
        SiteUnfit: a file whose content type we do not know, or no page to begin with.
    """
    told = {**config, "brand": brand and brand.published}
    files = {_CONFIG: _file(Path(_CONFIG), json.dumps(told).encode())}
    if brand and brand.logo:
        files[brand.logo.path] = _file(Path(brand.logo.path), brand.logo.content)
    inside = source.resolve()
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if (
            path.is_file()
            and path.resolve().is_relative_to(inside)
            and site_files.is_published(relative)
        ):
            # A config.json that lies there is of somebody's own machine.
            files.setdefault(relative.as_posix(), _file(relative, path.read_bytes()))
    if _HOME not in files:
        raise SiteUnfit(f"{source} has no {_HOME}: is it the site's folder?")
    return list(files.values())


def _file(relative: Path, content: bytes) -> SiteFile:
    content_type = site_files.content_type(relative)
    if content_type is None:
        raise SiteUnfit(
            f"The site holds {relative.as_posix()}, and browsers would not know what that is. "
            "Remove it, or add its suffix to CONTENT_TYPES in infra/site_files.py."
        )
    return SiteFile(relative.as_posix(), content, content_type)


class _SiteBucket:
    """The part of the site's bucket that is public."""

    def __init__(self, account: Account, name: str) -> None:
        self._client = account.client("s3")
        # Never into a bucket of somebody else that has the name of ours.
        self._ours = {"Bucket": name, "ExpectedBucketOwner": account.account_id}

    def send(self, files: Sequence[SiteFile]) -> int:
        """Upload what is not there yet, each in its turn; how many that were."""
        there = self._listed()

        def send(file: SiteFile) -> bool:
            if file.key in there and self._holds(file):
                return False
            self._client.put_object(
                **self._ours,
                Key=file.key,
                Body=file.content,
                ChecksumSHA256=file.sha256,
                **_headers(file),
            )
            return True

        turns = [[file for file in files if file.turn == turn] for turn in range(3)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return sum(sum(pool.map(send, each)) for each in turns)

    def state(self, files: Iterable[SiteFile]) -> str:
        """A name for what these files are now: another one after each change, back ones too.

        So by times as well: what was there, was not, and is again must be invalidated again.
        """
        there = self._listed()
        lines = sorted(f"{file.key} {there[file.key]}" for file in files)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def remove_all_but(self, files: Iterable[SiteFile]) -> list[str]:
        """Delete what is no longer published; the keys of that."""
        gone = sorted(set(self._listed()) - {file.key for file in files})
        for begin in range(0, len(gone), _DELETED_AT_ONCE):
            keys = [{"Key": key} for key in gone[begin : begin + _DELETED_AT_ONCE]]
            answer = self._client.delete_objects(
                **self._ours, Delete={"Objects": keys, "Quiet": True}
            )
            for failure in answer.get("Errors", []):
                raise RemovalFailed(
                    f"S3 did not delete {failure['Key']} ({failure['Code']}). "
                    "The site works; deploy again to remove it."
                )
        return gone

    def _listed(self) -> dict[str, str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(**self._ours, Prefix=_PREFIX)
        return {
            found["Key"]: f"{found['ETag']} {found['LastModified'].isoformat()}"
            for page in pages
            for found in page.get("Contents", [])
        }

    def _holds(self, file: SiteFile) -> bool:
        """Whether it is there as we would send it. By checksum: not every ETag is an MD5."""
        there = self._client.head_object(**self._ours, Key=file.key, ChecksumMode="ENABLED")
        return there.get("ChecksumSHA256") == file.sha256 and all(
            there.get(name) == value for name, value in _headers(file).items()
        )


def _headers(file: SiteFile) -> dict[str, str]:
    return {"ContentType": file.content_type, "CacheControl": site_files.CACHE_CONTROL}


def invalidate(
    account: Account,
    distribution_id: str,
    state: str,
    console: Console,
    seconds: int = _CDN_SECONDS,
) -> None:
    """Let every edge of the CDN forget what it keeps of the site, and wait until that is done.

    `state` names what the site is now. CloudFront makes one invalidation for each name and answers
    a repeated request with the first one: so a deployment that changed nothing makes none, and one
    that follows a failure finds what is missing.
    https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_InvalidationBatch.html

    Raises:
        ClientError, BotoCoreError: WaiterError if it is not done within `seconds`.
    """
    with console.step("Site: let the CDN forget the old files"):
        client: Any = account.client("cloudfront")
        made = client.create_invalidation(
            DistributionId=distribution_id,
            InvalidationBatch={
                # One path, however many files: by paths it is paid.
                "Paths": {"Quantity": 1, "Items": ["/*"]},
                "CallerReference": state,
            },
        )["Invalidation"]
        client.get_waiter("invalidation_completed").wait(
            DistributionId=distribution_id,
            Id=made["Id"],
            WaiterConfig={
                "Delay": _CDN_POLL_SECONDS,
                "MaxAttempts": max(1, seconds // _CDN_POLL_SECONDS),
            },
        )
