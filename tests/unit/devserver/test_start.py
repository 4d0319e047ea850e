"""What a start decides before anything runs: options, addresses, environment, files."""

import socket
from pathlib import Path

import pytest

from chalicelib import limits
from chalicelib.signing_secrets import parsed
from devserver import resources
from devserver.addresses import Addresses, NoLanAddress, PortBusy, lan_address, open_listeners
from devserver.banner import banner
from devserver.cloud_server import sweep
from devserver.environment import (
    NotOnThisMachine,
    application_environment,
    cloud_environment,
    host_password,
    secret_access_key,
    signing_secrets,
)
from devserver.options import parse

ADDRESSES = Addresses("192.168.0.7", 8000, 8001, 8002)


def test_the_defaults_are_what_the_documents_say() -> None:
    options = parse([])
    assert (options.port, options.lan, options.time_scale) == (8000, False, 1.0)
    assert options.data == Path(".scandrop").resolve()


@pytest.mark.parametrize(
    "wrong", ["--port=-1", "--port=65534", "--port=x", "--time-scale=0", "--time-scale=nan"]
)
def test_impossible_options_are_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse([wrong])
    assert wrong.partition("=")[0] in capsys.readouterr().err


def test_the_urls_follow_from_the_addresses() -> None:
    assert ADDRESSES.api == "http://192.168.0.7:8001/api"
    assert ADDRESSES.websocket == "ws://192.168.0.7:8001/ws"
    assert ADDRESSES.storage == "http://192.168.0.7:8002"
    assert ADDRESSES.callbacks == "http://127.0.0.1:8001"


def test_only_our_own_addresses_are_this_machine() -> None:
    assert ADDRESSES.is_this_machine("127.0.0.1")
    assert ADDRESSES.is_this_machine("192.168.0.7")
    assert not ADDRESSES.is_this_machine("192.168.0.8")


def test_nothing_of_the_developers_own_aws_reaches_the_application() -> None:
    theirs = {
        "AWS_PROFILE": "work",
        "AWS_SESSION_TOKEN": "t",
        "AWS_ACCESS_KEY_ID": "real",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
        "aws_container_credentials_full_uri": "http://169.254.170.2",
        "HTTPS_PROXY": "http://proxy",
        "http_proxy": "http://proxy",
        "SCANDROP_UPLOADS_BUCKET": "a-real-bucket",
        "SCANDROP_SESSION_SECONDS": "5",
        "PATH": "/bin",
    }
    environment = application_environment(theirs, ADDRESSES, "http://127.0.0.1:9", "s3cret")
    assert environment["AWS_ENDPOINT_URL"] == "http://127.0.0.1:9"
    assert environment["AWS_ENDPOINT_URL_S3"] == ADDRESSES.storage
    assert environment["AWS_CONFIG_FILE"] == environment["AWS_SHARED_CREDENTIALS_FILE"]
    assert environment["AWS_ACCESS_KEY_ID"] == "scandrop"
    assert environment["AWS_SECRET_ACCESS_KEY"] == "s3cret"
    assert environment["SCANDROP_UPLOADS_BUCKET"] == "scandrop-uploads"
    assert environment["SCANDROP_SESSION_SECONDS"] == "5"
    assert environment["PATH"] == "/bin"
    gone = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTPS_PROXY", "http_proxy")
    assert not set(gone) & set(environment)
    assert not {name for name in environment if "work" in environment[name]}


def test_the_application_is_told_where_its_media_and_its_jobs_are() -> None:
    theirs = {"SCANDROP_MEDIA_BUCKET": "a-real-bucket", "SCANDROP_JOB_QUEUE_URL": "https://sqs"}
    environment = application_environment(theirs, ADDRESSES, "http://127.0.0.1:9", "s3cret")
    assert environment["SCANDROP_MEDIA_BUCKET"] == "scandrop-media"
    assert environment["SCANDROP_JOB_QUEUE_URL"] == "http://127.0.0.1:9/000000000000/scandrop-jobs"


def test_what_an_operator_may_set_is_passed_on() -> None:
    theirs = {
        "SCANDROP_WATERMARKS": '{"*": {"text": "Anna & Ben"}}',
        "SCANDROP_ALBUM_ID": "wedding",
        "SCANDROP_KEEP_POSITION": "on",
        "SCANDROP_MODERATION": "off",
    }
    environment = application_environment(theirs, ADDRESSES, "http://127.0.0.1:9", "s3cret")
    assert theirs.items() <= environment.items()


def test_a_state_machine_is_none_of_this_machines() -> None:
    """Its jobs would be started on AWS, and never done."""
    theirs = {"SCANDROP_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:a"}
    environment = application_environment(theirs, ADDRESSES, "http://127.0.0.1:9", "s3cret")
    assert "SCANDROP_STATE_MACHINE_ARN" not in environment


def test_moderation_is_refused_because_nobody_here_could_do_it() -> None:
    with pytest.raises(NotOnThisMachine, match="SCANDROP_MODERATION"):
        application_environment({"SCANDROP_MODERATION": "on"}, ADDRESSES, "http://x", "s3cret")


def test_the_secret_is_random_private_and_kept_with_the_data(tmp_path: Path) -> None:
    """On a LAN a secret that everyone knows would open every photo."""
    ours, others = (secret_access_key(tmp_path / name) for name in ("ours", "others"))
    assert ours != others
    assert len(ours) == 40
    assert secret_access_key(tmp_path / "ours") == ours
    assert (tmp_path / "ours" / "secret").stat().st_mode & 0o777 == 0o600


def test_so_are_those_of_kiosk_keys_which_live_on_with_the_data(tmp_path: Path) -> None:
    ours, others = (signing_secrets(tmp_path / name) for name in ("ours", "others"))
    assert parsed(ours) != parsed(others)
    assert signing_secrets(tmp_path / "ours") == ours
    assert (tmp_path / "ours" / "signing-secrets").stat().st_mode & 0o777 == 0o600


def test_the_hosts_password_is_made_once_and_is_the_banners(tmp_path: Path) -> None:
    ours, others = (host_password(tmp_path / name) for name in ("ours", "others"))
    assert ours != others
    assert len(ours) >= limits.MIN_PASSWORD_CHARACTERS
    assert host_password(tmp_path / "ours") == ours
    assert (tmp_path / "ours" / "host-password").stat().st_mode & 0o777 == 0o600
    shown = banner(ADDRESSES, ours, lan=False, colour=False)
    page = f"{ADDRESSES.site}/host.html"
    assert f"\nWall  {ADDRESSES.site}/wall.html, " in shown
    assert f"Host  {page}, {resources.HOST_EMAIL}, password {ours}\n" in shown


@pytest.mark.parametrize(("theirs", "told"), [({}, "on"), ({"SCANDROP_SIGN_UP": "off"}, "off")])
def test_people_may_sign_up_here_unless_told_otherwise(theirs: dict[str, str], told: str) -> None:
    environment = application_environment(theirs, ADDRESSES, "http://127.0.0.1:9", "s3cret")
    assert environment["SCANDROP_SIGN_UP"] == told
    assert environment["SCANDROP_USER_POOL_ARN"].endswith(f"/{resources.USER_POOL_ID}")
    assert environment["SCANDROP_USER_POOL_CLIENT_ID"] == resources.USER_POOL_CLIENT_ID


def test_the_cloud_keeps_its_objects_where_it_is_told() -> None:
    environment = cloud_environment({"AWS_PROFILE": "work"}, Path("/data/objects"), "s3cret")
    assert environment["S3_DATA_DIR"] == "/data/objects"
    assert environment["S3_PERSIST"] == "1"
    assert "AWS_PROFILE" not in environment


@pytest.mark.parametrize(("lan", "hint"), [(True, "can open it"), (False, "--lan")])
@pytest.mark.parametrize("colour", [True, False])
def test_the_banner_ends_with_the_kiosks_url(lan: bool, hint: str, colour: bool) -> None:
    text = banner(ADDRESSES, "pass-word", lan=lan, colour=colour)
    assert text.endswith("\nKiosk http://192.168.0.7:8000/")
    assert hint in text
    assert "█" in text
    assert ("\x1b[" in text) is colour


def test_without_a_network_there_is_no_lan(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoRoute:
        def __init__(self, *_: object) -> None: ...

        def __enter__(self) -> "NoRoute":
            return self

        def __exit__(self, *_: object) -> None: ...

        def connect(self, _: object) -> None:
            raise OSError("network is unreachable")

    monkeypatch.setattr(socket, "socket", NoRoute)
    with pytest.raises(NoLanAddress, match="no network"):
        lan_address()


def test_a_taken_port_lets_go_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[int] = []

    class Bound:
        def __init__(self, port: int) -> None:
            self.port = port

        def close(self) -> None:
            closed.append(self.port)

    def create_server(address: tuple[str, int], **_: object) -> Bound:
        if address[1] == 8002:
            raise OSError(98, "Address already in use")
        return Bound(address[1])

    monkeypatch.setattr(socket, "create_server", create_server)
    monkeypatch.setattr("devserver.addresses.errno.EADDRINUSE", 98)
    with pytest.raises(PortBusy, match="8002"):
        open_listeners(8000, lan=False)
    assert closed == [8000, 8001]


def test_half_written_objects_are_swept_away(tmp_path: Path) -> None:
    bucket = tmp_path / "000000000000" / "uploads" / "s"
    versions = tmp_path / ".versions" / "000000000000"
    for folder in (bucket, versions):
        folder.mkdir(parents=True)
    (bucket / "whole.jpg").write_text("bytes")
    (bucket / "whole.jpg.meta.json").write_text("{}")
    (bucket / "deleted.jpg.meta.json").write_text("{}")
    (bucket / "undescribed.jpg").write_text("bytes")
    (bucket / "half.jpg.tmp").write_text("by")
    (bucket / "whole.jpg.meta.json.tmp").write_text("{")
    (versions / "older").write_text("bytes")
    sweep(tmp_path)
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["deleted.jpg.meta.json", "older", "whole.jpg", "whole.jpg.meta.json"]
