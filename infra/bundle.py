"""Builds the Chalice project that is deployed: `build/<stage>/`, which `chalice` runs in.

It differs from the repository in what only a deployment knows (names and ARNs), and in what makes
a cold start short and safe: dependencies are installed for Lambda's platform by a tool that fails
when one has no wheel (Chalice drops it and goes on), without what only debuggers read, and
everything is compiled, because Lambda's disk is read-only and would be compiled for at each cold
start.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.settings import Settings, SettingsMissing
from infra import loadable, policies
from infra.problems import BuildFailed
from infra.python import Python
from infra.stage import ROOT, Stage, chalice_config

BUILD = ROOT / "build"
#: Amazon Linux 2023, on which the runtimes of Python 3.12 and newer stand, has glibc 2.34.
_PLATFORMS = {"x86_64": "x86_64-manylinux_2_34", "arm64": "aarch64-manylinux_2_34"}
#: Drawers of pictures, which qrcode would load with all of Pillow to open a session, and does
#: without: we draw its modules ourselves.
_LEFT_OUT = ("qrcode/image/styles/moduledrawers/pil.py",)
#: Where Lambda unpacks the package: tracebacks name these paths.
_TASK_ROOT = "/var/task"


@dataclass(frozen=True)
class Toolchain:
    """What packages are made with: a Python of the runtime's version, with Chalice."""

    python: Python
    #: Of a virtual environment that holds Chalice.
    bin: Path

    @property
    def chalice(self) -> Path:
        """Chalice's command."""
        return self.bin / "chalice"


def toolchain(python: Python) -> Toolchain:
    """The toolchain for this Python; made, or brought up to date, if need be."""
    home = BUILD / f"chalice-{python.version}"
    lock = ROOT / "requirements-deploy.txt"
    stamp = home / ".installed"
    if not stamp.exists() or stamp.read_text() != lock.read_text():
        uv("venv", "--clear", "--python", python.path, home)
        uv(
            "pip", "install", "--require-hashes", "--only-binary", ":all:",
            "--python", home / "bin" / "python", "-r", lock,
        )  # fmt: skip
        stamp.write_text(lock.read_text())
    return Toolchain(python, home / "bin")


def build(
    stage: Stage,
    outputs: Mapping[str, str],
    names: Mapping[str, str],
    tools: Toolchain,
    directory: Path | None = None,
) -> Path:
    """Write the Chalice project of a stage; what was there before is gone.

    Args:
        stage: The stage.
        outputs: Outputs of its stack: where the functions find everything.
        names: What stands for the placeholders of the policies, see `policies.names`.
        tools: What to compile with.
        directory: Where to, instead of `build/<stage>/`.

    Returns:
        The directory.

    Raises:
        BuildFailed: a dependency has no wheel for Lambda, or a source does not compile.
    """
    project = directory or BUILD / stage.name
    shutil.rmtree(project, ignore_errors=True)
    (project / ".chalice" / "policies").mkdir(parents=True)
    shutil.copy(ROOT / "app.py", project)
    shutil.copytree(
        ROOT / "chalicelib", project / "chalicelib", ignore=shutil.ignore_patterns("__pycache__")
    )
    _write(project / ".chalice" / "config.json", config(stage, outputs))
    write_policies(project, stage, names)
    _vendor(stage, tools.python, project)
    _compile(project, tools)
    return project


def config(stage: Stage, outputs: Mapping[str, str]) -> dict[str, Any]:
    """Chalice's configuration of this stage, with what its stack is called.

    Raises:
        BuildFailed: the functions could not read their environment.
    """
    rendered = chalice_config()
    settings = rendered["stages"][stage.name]
    environment = settings["environment_variables"] = {
        **settings.get("environment_variables", {}),
        "SCANDROP_SITE_URL": outputs["SiteUrl"],
        "SCANDROP_UPLOADS_BUCKET": outputs["UploadsBucketName"],
        "SCANDROP_MEDIA_BUCKET": outputs["MediaBucketName"],
        "SCANDROP_JOB_QUEUE_URL": outputs["JobQueueUrl"],
        "SCANDROP_SESSIONS_TABLE": outputs["SessionsTableName"],
        "SCANDROP_CONNECTIONS_TABLE": outputs["ConnectionsTableName"],
        "SCANDROP_PHOTOS_TABLE": outputs["PhotosTableName"],
        "SCANDROP_USER_POOL_ARN": outputs["UserPoolArn"],
        "SCANDROP_USER_POOL_CLIENT_ID": outputs["UserPoolClientId"],
        "SCANDROP_ALBUMS_TABLE": outputs["AlbumsTableName"],
        "SCANDROP_SECRET_PARAMETER": stage.secret_parameter,
        "SCANDROP_KEEP_DAYS": outputs["SessionUploadsDays"],
        "SCANDROP_STAGE": stage.name,
        "SCANDROP_JSON_LOGS": "on",
    }
    environment["SCANDROP_SIGN_UP"] = "on" if outputs["SignUp"] == "open" else "off"
    if "StateMachineArn" in outputs:
        environment["SCANDROP_STATE_MACHINE_ARN"] = outputs["StateMachineArn"]
    _try(environment)
    if "SecurityGroupId" in outputs:
        settings["subnet_ids"] = outputs["SubnetIds"].split(",")
        settings["security_group_ids"] = [outputs["SecurityGroupId"]]
    rendered["stages"] = {stage.name: settings}
    return rendered


def _try(environment: Mapping[str, str]) -> None:
    """Read an environment as the functions will, before visitors have to find out."""
    try:
        Settings.from_env(environment)
    except SettingsMissing as error:
        raise BuildFailed(
            f"{error}. What a stage may say of it stands in its environment_variables in "
            ".chalice/config.json; see docs/configuration.md."
        ) from error


def write_policies(project: Path, stage: Stage, names: Mapping[str, str]) -> None:
    """Write the policies of all functions into a project, with these names in them."""
    for path in sorted((ROOT / ".chalice" / "policies").glob("*.json")):
        of_function = {**names, "FunctionName": stage.function_name(path.stem)}
        document = policies.render(json.loads(path.read_text()), of_function)
        _write(project / ".chalice" / "policies" / path.name, document)


def _vendor(stage: Stage, python: Python, project: Path) -> None:
    """Install the dependencies ourselves, and leave Chalice none to install."""
    vendor = project / "vendor"
    uv(
        "pip", "install", "--target", vendor, "--require-hashes", "--only-binary", ":all:",
        "--python-version", python.version, "--python-platform", _PLATFORMS[stage.architecture],
        "-r", ROOT / "requirements.txt",
    )  # fmt: skip
    shutil.rmtree(vendor / "bin", ignore_errors=True)
    (vendor / ".lock").unlink(missing_ok=True)
    for module in _LEFT_OUT:
        (vendor / module).unlink(missing_ok=True)
    loadable.slim(vendor)
    for record in vendor.glob("*.dist-info/RECORD"):
        # Digests of files, of which some have just changed.
        record.unlink()
    (project / "requirements.txt").write_text("# Installed already, in vendor/.\n")


def _compile(project: Path, tools: Toolchain) -> None:
    """Compile all that is packed, for whatever time stamps the zip gives it.

    Chalice packs `vendor/` as the top level, and of its own runtime these two files only: so the
    compiled forms of app.py and of that runtime get in by standing in vendor/ where they belong.
    """
    vendor = project / "vendor"
    runtime = next(tools.bin.parent.glob("lib/python*/site-packages/chalice"))
    staged = project / ".compile"
    (staged / "chalice").mkdir(parents=True)
    shutil.copy(project / "app.py", staged)
    for name in ("__init__.py", "app.py"):
        shutil.copy(runtime / name, staged / "chalice")
    for source, inside in ((staged, ""), (vendor, ""), (project / "chalicelib", "chalicelib")):
        _run(
            tools.bin / "python", "-m", "compileall", "-q", "--invalidation-mode",
            "unchecked-hash", "-s", source, "-p", f"{_TASK_ROOT}/{inside}", source,
        )  # fmt: skip
    for compiled in staged.rglob("*.pyc"):
        target = vendor / compiled.relative_to(staged)
        target.parent.mkdir(parents=True, exist_ok=True)
        compiled.replace(target)
    shutil.rmtree(staged)


def uv(*arguments: object) -> None:
    """Run uv, which trusts whom this machine trusts, as pip does.

    Raises:
        BuildFailed: with what it said.
    """
    _run(sys.executable, "-m", "uv", "--quiet", "--system-certs", *arguments)


def _run(*command: object) -> None:
    try:
        subprocess.run(  # noqa: S603 - our own tools
            [str(word) for word in command], check=True, capture_output=True, text=True
        )
    except subprocess.CalledProcessError as failed:
        said = (failed.stdout + failed.stderr).strip()
        raise BuildFailed(f"{Path(str(command[0])).name} failed:\n{said}") from failed


def _write(path: Path, document: object) -> None:
    path.write_text(json.dumps(document, indent=2) + "\n")
