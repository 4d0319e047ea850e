"""Whether a finished Lambda package is one that Lambda can run, before anything is uploaded.

Chalice ends without an error when it has left a dependency out or taken a wheel of this machine.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from packaging.tags import parse_tag
from packaging.utils import canonicalize_name

from infra.problems import BuildFailed
from infra.runtimes import Runtime, is_binary

#: Ours. A package that grows starts more slowly and shows that something came in unasked.
MAX_ZIP_BYTES = 13 * 1000 * 1000
#: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
LAMBDA_ZIP_BYTES = 50 * 1024 * 1024
LAMBDA_UNPACKED_BYTES = 250 * 1024 * 1024

#: The flags of a .pyc that is used without a look at its source (PEP 552).
_UNCHECKED_HASH = 0b01
_UNWANTED = {
    "boto3": "the Lambda runtime has it",
    "botocore": "the Lambda runtime has it",
    "s3transfer": "the Lambda runtime has it",
    "pip": "it installs packages and runs nothing",
    "setuptools": "it builds packages and runs nothing",
}
_NAMED = 5


@dataclass(frozen=True)
class PackageFacts:
    """What is in a package that Lambda can run."""

    python: str
    architecture: str
    zip_bytes: int
    unpacked_bytes: int
    files: int
    #: Names of distributions → their versions.
    distributions: Mapping[str, str]

    def __str__(self) -> str:
        contents = ", ".join(f"{name} {version}" for name, version in self.distributions.items())
        return (
            f"{self.zip_bytes / 1e6:.2f} MB zipped, {self.unpacked_bytes / 1e6:.1f} MB unpacked, "
            f"for Python {self.python} on {self.architecture}, with {contents or 'nothing else'}"
        )


@dataclass(frozen=True)
class _Package:
    names: tuple[str, ...]
    contents: Mapping[str, bytes]
    modes: Mapping[str, int]
    requirements: str
    runtime: Runtime

    @property
    def distributions(self) -> dict[str, str]:
        """Their names and versions, from the names of their folders (PEP 491)."""
        found = {}
        for folder in {name.partition("/")[0] for name in self.names}:
            if folder.endswith(".dist-info"):
                name, _, version = folder.removesuffix(".dist-info").rpartition("-")
                found[canonicalize_name(name)] = version
        return dict(sorted(found.items()))


def check(zip_path: Path, python: str, architecture: str, requirements: Path) -> PackageFacts:
    """Look into the package for this Python ("3.13") and machine ("x86_64" or "arm64").

    `requirements` is the lock that the package was made from.

    Raises:
        BuildFailed: with everything that is wrong with it.
    """
    zip_bytes, unpacked_bytes = _sizes(zip_path)
    with ZipFile(zip_path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        package = _Package(
            names=tuple(entry.filename for entry in entries),
            contents={entry.filename: archive.read(entry) for entry in entries},
            modes={entry.filename: entry.external_attr >> 16 for entry in entries},
            requirements=requirements.read_text(encoding="utf-8"),
            runtime=Runtime(python, architecture),
        )
    faults = [fault for look in _LOOKS for fault in look(package)]
    if faults:
        raise BuildFailed("\n- ".join([f"{zip_path.name} is not fit for Lambda:", *faults]))
    return PackageFacts(
        python=python,
        architecture=architecture,
        zip_bytes=zip_bytes,
        unpacked_bytes=unpacked_bytes,
        files=len(package.names),
        distributions=package.distributions,
    )


def _sizes(path: Path) -> tuple[int, int]:
    """Bytes of the zip and of what is in it, looked at before any of it is read."""
    try:
        with ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (OSError, BadZipFile) as error:
        raise BuildFailed(f"There is no usable package at {path}: {error}") from error
    zipped = path.stat().st_size
    for size, limit, what in (
        (unpacked, LAMBDA_UNPACKED_BYTES, "unpacked; Lambda takes"),
        (zipped, LAMBDA_ZIP_BYTES, "zipped; Lambda takes"),
        (zipped, MAX_ZIP_BYTES, "zipped; our own limit is"),
    ):
        if size > limit:
            raise BuildFailed(
                f"{path.name} has {size / 1e6:.1f} MB {what} {limit / 1e6:.1f} MB. "
                "Look at what requirements.txt brings in."
            )
    return zipped, unpacked


def _application(package: _Package) -> Iterator[str]:
    """All parts are there, once, and Lambda's user may read them."""
    for needed in ("app.py", "chalicelib/__init__.py", "chalice/__init__.py", "chalice/app.py"):
        if needed not in package.contents:
            yield f"{needed} is missing."
    twice = [name for name, count in Counter(package.names).items() if count > 1]
    if twice:
        yield f"In it more than once: {_listed(twice)}."
    # Lambda runs as a user of its own, and keeps the modes that files have here.
    closed = [name for name, mode in package.modes.items() if mode and not mode & 0o004]
    if closed:
        yield f"Not readable by everybody: {_listed(closed)}. Build under umask 022."


def _dependencies(package: _Package) -> Iterator[str]:
    """The lock and the package name the same distributions."""
    packed, locked = package.distributions, package.runtime.locked(package.requirements)
    for name, version in locked.items():
        if name not in packed:
            yield f"{name} {version} is in requirements.txt and not in the package."
        elif packed[name] != version:
            yield f"{name} is {packed[name]} in the package and {version} in requirements.txt."
    for name in packed:
        if name not in locked:
            yield f"{name} {packed[name]} is in the package and not in requirements.txt."
    folders = {name.partition("/")[0] for name in package.names}
    for name, reason in _UNWANTED.items():
        if name in folders:
            yield f"{name} does not belong into the package: {reason}."


def _wheels(package: _Package) -> Iterator[str]:
    """Each distribution came as a wheel that the runtime could install."""
    fitting = set(package.runtime.tags())
    for name, content in package.contents.items():
        if not name.endswith(".dist-info/WHEEL"):
            continue
        lines = content.decode().splitlines()
        tags = [line.removeprefix("Tag: ") for line in lines if line.startswith("Tag: ")]
        if not any(fitting & parse_tag(tag) for tag in tags):
            yield (
                f"{name.partition('.dist-info')[0]} is built for {', '.join(tags) or 'nothing'}, "
                f"and not for {package.runtime}."
            )


def _binaries(package: _Package) -> Iterator[str]:
    """Compiled code is of the function's machine."""
    machine = package.runtime.architecture
    foreign = [
        name
        for name, content in package.contents.items()
        if is_binary(name, content) and not package.runtime.runs(content)
    ]
    if foreign:
        yield f"Compiled for another machine than {machine}: {_listed(foreign)}."


def _bytecode(package: _Package) -> Iterator[str]:
    """Each module has its .pyc, and Python will use it without a look at the source.

    /var/task is read-only, so what is not compiled here is compiled at every cold start; and the
    zip has no times of files, so a .pyc that goes by them is never used.
    """
    runtime = package.runtime
    missing, foreign, checked, stale = [], [], [], []
    for name, source in package.contents.items():
        if not name.endswith(".py"):
            continue
        pyc = package.contents.get(runtime.cache_path(name))
        if pyc is None:
            missing.append(name)
        elif int.from_bytes(pyc[:4], "little") != runtime.magic:
            foreign.append(name)
        elif int.from_bytes(pyc[4:8], "little") != _UNCHECKED_HASH:
            checked.append(name)
        elif pyc[8:16] != runtime.source_hash(source):
            stale.append(name)
    for names, fault in (
        (missing, f"Without a .pyc for Python {runtime.python}"),
        (foreign, f"With a .pyc that Python {runtime.python} does not take"),
        (checked, "With a .pyc that is not of the kind unchecked-hash"),
        (stale, "With a .pyc of another source"),
    ):
        if names:
            yield f"{fault}: {_listed(names)}."


def _listed(names: Iterable[str]) -> str:
    first, rest = sorted(names)[:_NAMED], sorted(names)[_NAMED:]
    return ", ".join(first) + (f" and {len(rest)} more" if rest else "")


_LOOKS: tuple[Callable[[_Package], Iterator[str]], ...] = (
    _application,
    _dependencies,
    _wheels,
    _binaries,
    _bytecode,
)
