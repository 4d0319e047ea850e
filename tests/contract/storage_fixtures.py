"""A storage that checks signatures, and the real signer on it.

`pytest_plugins = ["tests.contract.storage_fixtures"]` takes them.
Moto checks no signature. MiniStack
does, but takes requests that have none at all, which the dev server and S3 refuse.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.aws import clients
from chalicelib.aws.presign import S3UploadSigner

BUCKET = "scandrop-uploads"
READY_SECONDS = 30.0
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "scandrop",
    "AWS_SECRET_ACCESS_KEY": "scandrop-secret",
    "AWS_DEFAULT_REGION": "us-east-1",
}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            try:
                process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"MiniStack ended with {process.returncode}:\n{log.read_text()}")
        else:
            return
    pytest.fail(f"MiniStack was not ready after {READY_SECONDS} s:\n{log.read_text()}")


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a storage that verifies."""
    port, folder = _free_port(), tmp_path_factory.mktemp("ministack")
    without_aws = {name: value for name, value in os.environ.items() if "AWS" not in name}
    environment = without_aws | CREDENTIALS
    environment |= {"GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1"}
    environment |= {"SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "ministack"],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(port, process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def signer(storage: str) -> Iterator[S3UploadSigner]:
    """The real signer, on the real client."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        patch.setenv("AWS_ENDPOINT_URL_S3", storage)
        clients.forget()
        clients.s3().create_bucket(Bucket=BUCKET)
        yield S3UploadSigner(clients.s3, BUCKET)
        clients.forget()
