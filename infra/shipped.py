"""Lists what ships to Lambda, as lines of a lock: `make sbom` makes its bill of materials of it.

A lock is for every system; the package is for one. And Chalice packs its own runtime, which
requirements.txt does not name. Boto3 comes with the Lambda runtime and is AWS's to list.
"""

import re
import sys
from collections.abc import Iterator

from infra.python import VERSIONS
from infra.runtimes import Runtime
from infra.stage import ROOT, chalice_config

_ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==.*(?:\n[ \t].*)*", re.MULTILINE)


def entries(lock: str, deploy_lock: str) -> Iterator[str]:
    """The entries, hashes included, of what is in the package."""
    architecture = chalice_config().get("lambda_architecture", "x86_64")
    packed = set(Runtime(VERSIONS[0], architecture).locked(lock))
    yield from (entry[0] for entry in _ENTRY.finditer(lock) if entry["name"] in packed)
    yield from (entry[0] for entry in _ENTRY.finditer(deploy_lock) if entry["name"] == "chalice")


def main() -> int:
    """Print them."""
    lock, deploy_lock = (
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("requirements.txt", "requirements-deploy.txt")
    )
    for entry in entries(lock, deploy_lock):
        sys.stdout.write(f"{entry}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
