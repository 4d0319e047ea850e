"""One reader of the environment, which says all that is missing at once."""

import dataclasses

import pytest

from chalicelib import limits
from chalicelib.settings import Settings, SettingsMissing

REQUIRED = {
    "SCANDROP_SITE_URL": "https://photos.example.org",
    "SCANDROP_UPLOADS_BUCKET": "uploads",
    "SCANDROP_SESSIONS_TABLE": "sessions",
    "SCANDROP_CONNECTIONS_TABLE": "connections",
    "SCANDROP_PHOTOS_TABLE": "photos",
}
NUMBERS = ("SCANDROP_SESSION_SECONDS", "SCANDROP_MAX_PHOTOS", "SCANDROP_MAX_UPLOAD_BYTES")


def test_names_are_read_and_tunables_have_the_products_limits() -> None:
    assert Settings.from_env(REQUIRED) == Settings(
        site_url="https://photos.example.org",
        uploads_bucket="uploads",
        sessions_table="sessions",
        connections_table="connections",
        photos_table="photos",
        callback_url=None,
        session_seconds=limits.SESSION_SECONDS,
        max_photos=limits.MAX_PHOTOS,
        max_upload_bytes=limits.MAX_UPLOAD_BYTES,
    )


def test_an_operator_may_tune() -> None:
    tuned = Settings.from_env(
        REQUIRED
        | dict(zip(NUMBERS, ("60", "3", "1024"), strict=True))
        | {"SCANDROP_CALLBACK_URL": "https://ws.example.org"}
    )
    assert (tuned.session_seconds, tuned.max_photos, tuned.max_upload_bytes) == (60, 3, 1024)
    assert tuned.callback_url == "https://ws.example.org"


def test_one_error_names_everything_that_is_missing() -> None:
    with pytest.raises(SettingsMissing) as missing:
        Settings.from_env({"SCANDROP_MAX_PHOTOS": "many"})
    assert all(name in str(missing.value) for name in [*REQUIRED, "SCANDROP_MAX_PHOTOS"])


@pytest.mark.parametrize("name", REQUIRED)
def test_an_empty_name_is_a_missing_one_and_the_others_are_not_blamed(name: str) -> None:
    with pytest.raises(SettingsMissing) as missing:
        Settings.from_env(REQUIRED | {name: ""})
    assert [each for each in REQUIRED if each in str(missing.value)] == [name]


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "1e3", " 1", "ten", "١٠"])
def test_a_number_is_whole_and_above_zero(name: str, value: str) -> None:
    with pytest.raises(SettingsMissing, match=name):
        Settings.from_env(REQUIRED | {name: value})


@pytest.mark.parametrize("name", [*NUMBERS, "SCANDROP_CALLBACK_URL"])
def test_an_empty_tunable_is_the_default(name: str) -> None:
    assert Settings.from_env(REQUIRED | {name: ""}) == Settings.from_env(REQUIRED)


def test_the_site_is_an_origin_without_a_slash() -> None:
    """Browsers send `Origin` without one, and the two are compared."""
    settings = Settings.from_env(REQUIRED | {"SCANDROP_SITE_URL": "https://photos.example.org/"})
    assert settings.site_url == "https://photos.example.org"


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCANDROP_SESSIONS_TABLE", "of this process")
    assert Settings.from_env().sessions_table == "of this process"


def test_settings_do_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings.from_env(REQUIRED).max_photos = 1  # type: ignore[misc]
