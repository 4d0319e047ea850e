"""Makes what the runtime tests and benches run: the real package, and what Lambda brings for it."""

import io
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import boto3

from devserver import resources
from devserver.environment import ACCOUNT_ID, cloud_environment
from infra import bundle, python
from infra.bundle import BUILD, Toolchain
from infra.chalice import Chalice
from infra.console import Console
from infra.stage import ROOT, Stage
from tests.deployment.runtime.function import Machine
from tests.fakes import SITE

STAGE = Stage("dev")

#: Chalice's handlers, by its own names for the functions.
HANDLERS = {
    "api_handler": "app.app",
    "websocket_connect": "app.connect",
    "websocket_message": "app.message",
    "websocket_disconnect": "app.disconnect",
    "photo_uploaded": "app.photo_uploaded",
    "process_photos": "app.process_photos",
    "validate_photo": "app.validate_photo",
    "render_photo": "app.render_photo",
    "watermark_photo": "app.watermark_photo",
    "moderate_photo": "app.moderate_photo",
    "publish_photo": "app.publish_photo",
    "reject_photo": "app.reject_photo",
    "expire_photos": "app.expire_photos",
}

_LOCK = Path(__file__).with_name("requirements.txt")
_SECRET = "a secret of the embedded AWS"
_ACCOUNT = "123456789012"
_REGION = "us-east-1"


def toolchain() -> Toolchain:
    """What a deployment is made with."""
    return bundle.toolchain(python.find())


def machine(tools: Toolchain) -> Machine:
    """Lambda's runtime of that Python; compiled, as pip leaves what it installs."""
    version = tools.python.version
    folder = BUILD / f"lambda-{version}"
    stamp = folder / ".installed"
    if not stamp.exists() or stamp.read_text() != _LOCK.read_text():
        shutil.rmtree(folder, ignore_errors=True)
        bundle.uv(
            *("pip", "install", "--target", folder, "--require-hashes", "--only-binary", ":all:"),
            *("--python", tools.python.path, "-r", _LOCK),
        )
        subprocess.run([tools.python.path, "-m", "compileall", "-q", folder], check=True)
        stamp.write_text(_LOCK.read_text())
    return Machine(tools.python.path, version, folder)


def project(tools: Toolchain, folder: Path) -> Path:
    """The Chalice project of a stage whose stack has the names of the embedded AWS."""
    return bundle.build(STAGE, _outputs(), _names(), tools, folder)


def package(tools: Toolchain, built: Path) -> Path:
    """The zip, as a deployment makes it before it uploads anything."""
    chalice = Chalice(tools, built, STAGE, _REGION, Console(io.StringIO()))
    return chalice.package() / "deployment.zip"


def unpacked(zip_path: Path, folder: Path) -> Path:
    """As Lambda lays it out in /var/task: read-only."""
    with ZipFile(zip_path) as archive:
        archive.extractall(folder)
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


def remove(folder: Path) -> None:
    """Remove what `unpacked` has made."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def embedded_aws(data: Path) -> Iterator[dict[str, str]]:
    """AWS as in the dev server, and the environment of a function that uses it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
        given = cloud_environment(os.environ, data / "objects", _SECRET)
        process = subprocess.Popen(
            [sys.executable, "-m", "devserver.cloud_server", str(listener.fileno()), str(data)],
            cwd=ROOT,
            env=given,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(listener.fileno(),),
        )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n", "the embedded AWS has ended"
        yield {
            "AWS_ACCESS_KEY_ID": given["AWS_ACCESS_KEY_ID"],
            "AWS_SECRET_ACCESS_KEY": _SECRET,
            "AWS_ENDPOINT_URL": endpoint,
            **settings(),
            "SCANDROP_JOB_QUEUE_URL": f"{endpoint}/{ACCOUNT_ID}/{resources.JOB_QUEUE}",
        }
    finally:
        # The end of its input is its sign to go.
        process.communicate()


def client(service: str, environment: Mapping[str, str]) -> Any:
    """A client of the embedded AWS, with the rights of a function."""
    make: Any = boto3.client
    return make(
        service,
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=_REGION,
    )


def settings() -> dict[str, str]:
    """What a deployment tells the functions of itself."""
    rendered = bundle.config(STAGE, _outputs())
    told: dict[str, str] = rendered["stages"][STAGE.name]["environment_variables"]
    return told


def _outputs() -> dict[str, str]:
    tables = {
        "SessionsTable": resources.SESSIONS_TABLE,
        "ConnectionsTable": resources.CONNECTIONS_TABLE,
        "PhotosTable": resources.PHOTOS_TABLE,
        "AlbumsTable": resources.ALBUMS_TABLE,
    }
    arn = f"arn:aws:dynamodb:{_REGION}:{_ACCOUNT}:table"
    return {
        "SiteUrl": SITE,
        "UploadsBucketName": resources.UPLOADS_BUCKET,
        "UploadsBucketArn": f"arn:aws:s3:::{resources.UPLOADS_BUCKET}",
        "MediaBucketName": resources.MEDIA_BUCKET,
        "MediaBucketArn": f"arn:aws:s3:::{resources.MEDIA_BUCKET}",
        "JobQueueUrl": f"https://sqs.{_REGION}.amazonaws.com/{_ACCOUNT}/{resources.JOB_QUEUE}",
        "JobQueueArn": f"arn:aws:sqs:{_REGION}:{_ACCOUNT}:{resources.JOB_QUEUE}",
        "DeadLetterQueueArn": f"arn:aws:sqs:{_REGION}:{_ACCOUNT}:scandrop-dev-dead-letters",
        "UserPoolArn": f"arn:aws:cognito-idp:{_REGION}:{_ACCOUNT}:userpool/{_REGION}_Users",
        "UserPoolClientId": "pages",
        "SignUp": "closed",
        "SessionUploadsDays": "30",
        **{f"{output}Name": name for output, name in tables.items()},
        **{f"{output}Arn": f"{arn}/{name}" for output, name in tables.items()},
    }


def _names() -> dict[str, str]:
    deployment = {
        "Partition": "aws",
        "Region": _REGION,
        "AccountId": _ACCOUNT,
        "Stage": STAGE.name,
        "SecretParameterArn": f"arn:aws:ssm:{_REGION}:{_ACCOUNT}:parameter{STAGE.secret_parameter}",
    }
    return _outputs() | deployment
