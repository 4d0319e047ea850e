"""Our package, and the same with a choice of ours taken back."""

import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.deployment.runtime.function import Machine

#: What boto3 brings along.
_BOTO3 = ("boto3", "botocore", "s3transfer", "jmespath", "urllib3", "dateutil", "six.py")
_EAGER = """
import qrcode
from chalicelib.aws import clients
clients.dynamodb(), clients.s3(), clients.connections_api(settings.callback_url)
"""


def variants(packed: Path, machine: Machine, folder: Path) -> dict[str, Path]:
    """The unpacked packages, by name; `plain` is what `chalice deploy` makes of a plain project."""

    def variant(name: str, *, boto3: bool = False, eager: bool = False, pyc: bool = True) -> Path:
        task = folder / name.replace(" ", "-")
        with ZipFile(packed) as archive:
            archive.extractall(task)
        if boto3:
            _bring_boto3(machine, task)
        if eager:
            with (task / "app.py").open("a") as app:
                app.write(_EAGER)
        for cache in list(task.rglob("__pycache__")):
            shutil.rmtree(cache)
        if pyc:
            compiling = (machine.python, "-m", "compileall", "-q")
            subprocess.run([*compiling, "--invalidation-mode", "unchecked-hash", task], check=True)
        return task

    return {
        "ours": variant("ours"),
        "uncompiled": variant("uncompiled", pyc=False),
        "boto3": variant("boto3", boto3=True),
        "boto3 uncompiled": variant("boto3 uncompiled", boto3=True, pyc=False),
        "eager": variant("eager", eager=True),
        "plain": variant("plain", boto3=True, eager=True, pyc=False),
    }


def zipped_bytes(task: Path) -> int:
    """The size of its zip."""
    path = task.with_suffix(".zip")
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for file in sorted(task.rglob("*")):
            archive.write(file, file.relative_to(task))
    return path.stat().st_size


def _bring_boto3(machine: Machine, task: Path) -> None:
    for name in _BOTO3:
        source = machine.runtime / name
        if source.is_dir():
            shutil.copytree(source, task / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, task / name)
