"""Which wheels and compiled files a Lambda runtime of Python can run."""

import _imp
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name

#: What a .pyc begins with. It changes with each Python up to its release and never after.
_MAGIC = {"3.12": 3531, "3.13": 3571, "3.14": 3627}
#: Amazon Linux 2023, on which the runtimes of Python 3.12 and newer stand, has glibc 2.34.
_GLIBC_MINOR = 34
_LEGACY = ("manylinux2014", "manylinux2010", "manylinux1")
#: Lambda's name of a machine → the name in wheels, and the number in ELF headers.
_MACHINES = {"x86_64": ("x86_64", 62), "arm64": ("aarch64", 183)}


@dataclass(frozen=True)
class Runtime:
    """Lambda's Python ("3.13") on one kind of machine ("x86_64" or "arm64")."""

    python: str
    architecture: str

    def __str__(self) -> str:
        return f"Python {self.python} on Lambda's {self.architecture}"

    @property
    def magic(self) -> int:
        """The first four bytes of its .pyc files, as a number."""
        return _MAGIC[self.python] | int.from_bytes(b"\0\0\r\n", "little")

    def source_hash(self, source: bytes) -> bytes:
        """What a .pyc says of its source; `importlib.util` knows it for its own Python only."""
        return _imp.source_hash(self.magic, source)

    def cache_path(self, name: str) -> str:
        """Where its .pyc of a module is, as `importlib.util.cache_from_source`."""
        folder, _, file = name.rpartition("/")
        stem = file.removesuffix(".py")
        tag = f"cpython-{self.python.replace('.', '')}"
        return f"{folder}/__pycache__/{stem}.{tag}.pyc".removeprefix("/")

    def tags(self) -> Iterator[Tag]:
        """The tags of wheels that it can use."""
        machine, _ = _MACHINES[self.architecture]
        major, minor = map(int, self.python.split("."))
        cpython = f"cp{major}{minor}"
        glibc = [f"manylinux_2_{version}" for version in range(_GLIBC_MINOR, 4, -1)]
        platforms = [f"{name}_{machine}" for name in (*glibc, *_LEGACY)]
        yield from cpython_tags((major, minor), abis=[cpython], platforms=platforms)
        yield from compatible_tags((major, minor), interpreter=cpython, platforms=platforms)

    def locked(self, requirements: str) -> dict[str, str]:
        """Names and versions of what a lock wants on it."""
        machine, _ = _MACHINES[self.architecture]
        environment = {
            "implementation_name": "cpython",
            "os_name": "posix",
            "platform_machine": machine,
            "platform_python_implementation": "CPython",
            "platform_system": "Linux",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "linux",
        }
        wanted: dict[str, str] = {}
        for line in requirements.splitlines():
            if line[:1] in ("", " ", "#", "-"):
                continue
            requirement = Requirement(line.removesuffix(" \\"))
            if requirement.marker is None or requirement.marker.evaluate(environment):
                version = str(requirement.specifier).removeprefix("==")
                wanted[canonicalize_name(requirement.name)] = version
        return wanted

    def runs(self, binary: bytes) -> bool:
        """Whether this is a 64-bit little-endian ELF file of its machine."""
        _, number = _MACHINES[self.architecture]
        return binary[:6] == b"\x7fELF\2\1" and int.from_bytes(binary[18:20], "little") == number


def is_binary(name: str, content: bytes) -> bool:
    """Whether a file is, or should be, compiled code."""
    return content.startswith(b"\x7fELF") or name.endswith((".so", ".dylib", ".pyd"))
