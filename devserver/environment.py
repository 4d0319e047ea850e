"""The application's environment: all that it reads, and nothing of the developer's own AWS."""

import os
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from chalicelib.signing_secrets import rotated, written
from devserver import resources
from devserver.addresses import Addresses

#: us-east-1, because it is where S3's oddities are (SigV2 by default, the global host name).
REGION = "us-east-1"
ACCESS_KEY_ID = "scandrop"

#: Of MiniStack, and of everything that we name after it.
ACCOUNT_ID = "000000000000"
USER_POOL_ARN = f"arn:aws:cognito-idp:{REGION}:{ACCOUNT_ID}:userpool/{resources.USER_POOL_ID}"

_PROXIES = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}


class NotOnThisMachine(Exception):
    """The application was told to use something that only AWS has."""


def secret_access_key(data: Path) -> str:
    """The secret that signed URLs are made with and checked against: random, kept with the data.

    With `--lan` others reach the storage. A secret that stands in the source would let them sign
    for any photo.
    """
    return _kept(data / "secret", lambda: secrets.token_urlsafe(30))


def host_password(data: Path) -> str:
    """The password of the host's account: random, kept with the data, for the banner to show."""
    return _kept(data / "host-password", lambda: secrets.token_urlsafe(12))


def signing_secrets(data: Path) -> str:
    """What Parameter Store holds on AWS: random, kept with the data, so that kiosk keys live on."""

    def make() -> str:
        return written(rotated((), int(time.time())))

    return _kept(data / "signing-secrets", make)


def _kept(path: Path, make: Callable[[], str]) -> str:
    """What the file holds; if there is none yet, what is made for it."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = path.with_suffix(".new")
        temporary.touch(mode=0o600)
        temporary.write_text(make())
        # A kill leaves no half of a secret.
        temporary.replace(path)
    return path.read_text()


def application_environment(
    base: Mapping[str, str], addresses: Addresses, cloud_endpoint: str, secret: str
) -> dict[str, str]:
    """The whole environment under which app.py is imported.

    `SCANDROP_*` tunables of `base` are kept, names of resources are ours.

    Raises:
        NotOnThisMachine: `base` asks for moderation.
    """
    if base.get("SCANDROP_MODERATION") == "on":
        raise NotOnThisMachine(
            "SCANDROP_MODERATION=on needs Amazon Rekognition, which is not on this machine; "
            "unset it, or set it to off"
        )
    kept = _without_aws(base)
    # The queue's function does all the work here.
    kept.pop("SCANDROP_STATE_MACHINE_ARN", None)
    return {
        **kept,
        **_local_aws(secret),
        # Whoever reaches this machine may try it all; a deployment is by invitation, unless told.
        "SCANDROP_SIGN_UP": base.get("SCANDROP_SIGN_UP") or "on",
        # A receiver that a developer tries it with is on this machine.
        "SCANDROP_PRIVATE_WEBHOOKS": base.get("SCANDROP_PRIVATE_WEBHOOKS") or "on",
        "AWS_ENDPOINT_URL": cloud_endpoint,
        # Presigned URLs carry the endpoint that they were made with: a browser must reach it.
        "AWS_ENDPOINT_URL_S3": addresses.storage,
        "SCANDROP_SITE_URL": addresses.site,
        "SCANDROP_CALLBACK_URL": addresses.callbacks,
        "SCANDROP_UPLOADS_BUCKET": resources.UPLOADS_BUCKET,
        "SCANDROP_MEDIA_BUCKET": resources.MEDIA_BUCKET,
        "SCANDROP_JOB_QUEUE_URL": f"{cloud_endpoint}/{ACCOUNT_ID}/{resources.JOB_QUEUE}",
        "SCANDROP_SESSIONS_TABLE": resources.SESSIONS_TABLE,
        "SCANDROP_CONNECTIONS_TABLE": resources.CONNECTIONS_TABLE,
        "SCANDROP_PHOTOS_TABLE": resources.PHOTOS_TABLE,
        "SCANDROP_USER_POOL_ARN": USER_POOL_ARN,
        "SCANDROP_USER_POOL_CLIENT_ID": resources.USER_POOL_CLIENT_ID,
        "SCANDROP_ALBUMS_TABLE": resources.ALBUMS_TABLE,
        "SCANDROP_SECRET_PARAMETER": resources.SECRET_PARAMETER,
    }


def cloud_environment(base: Mapping[str, str], objects: Path, secret: str) -> dict[str, str]:
    """The environment of the embedded AWS, which keeps its objects below `objects`."""
    return {
        **_without_aws(base),
        **_local_aws(secret),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(objects),
        # Where it keeps the keys that it signs tokens with: who is signed in stays so.
        "STATE_DIR": str(objects.with_name("keys")),
        # Its own snapshots are written at a clean stop only; our journal needs no clean stop.
        "PERSIST_STATE": "0",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "LOG_LEVEL": "ERROR",
    }


def _without_aws(base: Mapping[str, str]) -> dict[str, str]:
    """`base` without any way to a real account, a profile, or a proxy out of this machine."""
    return {
        name: value
        for name, value in base.items()
        if not name.upper().startswith("AWS_") and name.lower() not in _PROXIES
    }


def _local_aws(secret: str) -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
