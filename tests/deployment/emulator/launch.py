"""An emulated AWS as a process of its own, under the host names of the real one.

Clients need nothing but `Emulator.environ`: it leads the names to this machine, names the authority
that vouches for them, and gives credentials. Tools, application and botocore run as they are.
"""

import http.client
import os
import secrets
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from tests.deployment.emulator import certificates, environments
from tests.deployment.emulator.certificates import Certificates

ACCOUNT_ID = "111122223333"
#: Not us-east-1, which AWS treats differently in many places.
REGION = "eu-central-1"
#: A browser does not take one wildcard for two labels.
HOSTS = (
    "*.amazonaws.com",
    f"*.{REGION}.amazonaws.com",
    f"*.s3.{REGION}.amazonaws.com",
    f"*.execute-api.{REGION}.amazonaws.com",
    "*.cloudfront.net",
    # What is not AWS: where the tests take webhooks.
    "localhost",
)

_READY_SECONDS = 90
_STOP_SECONDS = 10
_ROOT = Path(__file__).resolve().parents[3]
_RESOLVER = Path(__file__).resolve().parent / "resolver"


class EmulatorFailed(Exception):
    """It ended, or did not answer. The text is its log."""


@dataclass(frozen=True)
class Credentials:
    """Of somebody in the emulated account."""

    access_key_id: str
    secret_access_key: str
    #: Of a role that is taken on; a user has none.
    session_token: str = ""

    @property
    def environ(self) -> dict[str, str]:
        """As tools read them."""
        return {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "AWS_SESSION_TOKEN": self.session_token,
        }


@dataclass(frozen=True)
class Emulator:
    """An emulated AWS that is ready."""

    port: int
    #: Of the account's root user, who may do everything.
    root: Credentials
    certificates: Certificates
    log: Path

    @property
    def way(self) -> dict[str, str]:
        """What leads a process to it, whatever region and credentials it has."""
        return _way(self.port, self.certificates)

    @property
    def environ(self) -> dict[str, str]:
        """What a process needs to take it for AWS; credentials come on top."""
        return {
            **self.way,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def session(self) -> boto3.Session:
        """Boto3 for the root user, in a process that knows the way."""
        return boto3.Session(
            self.root.access_key_id, self.root.secret_access_key, region_name=REGION
        )

    def browser_arguments(self) -> tuple[str, ...]:
        """What Chromium needs to take it for AWS."""
        here = f"127.0.0.1:{self.port}"
        return (
            f"--host-resolver-rules=MAP *.amazonaws.com {here}, MAP *.cloudfront.net {here}",
            f"--ignore-certificate-errors-spki-list={self.certificates.fingerprint}",
        )


@contextmanager
def emulated_aws(directory: Path) -> Iterator[Emulator]:
    """Start one that keeps its files in `directory`, end it with the block.

    Raises:
        EmulatorFailed: it does not get ready.
    """
    issued = certificates.issue(directory / "certificates", HOSTS)
    # Without cryptography it signs no token of a user pool.
    cloud = environments.make(directory / "cloud", "ministack", "boto3", "cryptography")
    # Lambda's runtime has boto3, and so has this; the functions find nothing else.
    runtime = environments.make(directory / "runtime", "boto3")
    root = Credentials(f"AKIA{secrets.token_hex(8).upper()}", secrets.token_hex(20))
    log = directory / "emulator.log"
    # Bound here and inherited: its address is known before it runs, and nobody can take the port.
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener, log.open("wb") as output:
        port = listener.getsockname()[1]
        (directory / "tmp").mkdir()
        process = subprocess.Popen(
            [cloud, "-m", "tests.deployment.emulator.server", str(listener.fileno())],
            cwd=_ROOT,
            env={
                **_way(port, issued),
                **_settings(directory, port, issued),
                **root.environ,
                "EMULATED_AWS_RUNTIME": str(runtime),
            },
            # Its end tells the process that we are gone, however we went.
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=(listener.fileno(),),
        )
    emulator = Emulator(port, root, issued, log)
    try:
        _wait_for(emulator, process)
        yield emulator
    finally:
        _stop(process)


def _way(port: int, issued: Certificates) -> dict[str, str]:
    """To the emulator, from any process."""
    return {
        "PYTHONPATH": str(_RESOLVER),
        "EMULATED_AWS_PORT": str(port),
        "EMULATED_AWS_REGION": REGION,
        "AWS_CA_BUNDLE": str(issued.bundle),
        "REQUESTS_CA_BUNDLE": str(issued.bundle),
        "SSL_CERT_FILE": str(issued.bundle),
    }


def _settings(directory: Path, port: int, issued: Certificates) -> Mapping[str, str]:
    """Of MiniStack."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(directory),
        "TMPDIR": str(directory / "tmp"),
        "PYTHONUNBUFFERED": "1",
        "GATEWAY_PORT": str(port),
        "USE_SSL": "1",
        "MINISTACK_SSL_CERT": str(issued.chain),
        "MINISTACK_SSL_KEY": str(issued.key),
        "MINISTACK_HOST": f"{REGION}.amazonaws.com",
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT_ID,
        # Signatures are checked and policies enforced.
        "AUTH": "true",
        # Lambda waits a minute before it tries a failed event again.
        "LAMBDA_ASYNC_RETRY_BASE_SECONDS": "0.1",
        # And state machines wait longer and longer.
        "SFN_WAIT_SCALE": "0",
        # It is not to look for containers, nor to listen for file transfers and things.
        "DOCKER_HOST": f"unix://{directory}/no-docker",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
    }


def _wait_for(emulator: Emulator, process: "subprocess.Popen[bytes]") -> None:
    """It accepts connections before it runs, and answers when it does."""
    trust = ssl.create_default_context(cafile=str(emulator.certificates.bundle))
    trust.check_hostname = False
    connection = http.client.HTTPSConnection(
        "127.0.0.1", emulator.port, timeout=_READY_SECONDS, context=trust
    )
    try:
        connection.request("GET", "/_ministack/ready")
        answer: Any = connection.getresponse()
        if answer.status == http.HTTPStatus.OK:
            return
        problem = f"answers {answer.status}"
    except OSError as error:
        problem = repr(error)
    finally:
        connection.close()
    raise EmulatorFailed(f"{problem} (exit code {process.poll()})\n{emulator.log.read_text()}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
