"""One reader of the environment, which says all that is missing at once."""

import dataclasses

import pytest

from chalicelib import categories, limits
from chalicelib.photo_query import FileType
from chalicelib.settings import Settings, SettingsMissing

REQUIRED = {
    "SCANDROP_SITE_URL": "https://photos.example.org",
    "SCANDROP_UPLOADS_BUCKET": "uploads",
    "SCANDROP_MEDIA_BUCKET": "media",
    "SCANDROP_JOB_QUEUE_URL": "https://sqs.example.org/1/jobs",
    "SCANDROP_SESSIONS_TABLE": "sessions",
    "SCANDROP_CONNECTIONS_TABLE": "connections",
    "SCANDROP_PHOTOS_TABLE": "photos",
    "SCANDROP_USER_POOL_ARN": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_A",
    "SCANDROP_USER_POOL_CLIENT_ID": "pages",
    "SCANDROP_ALBUMS_TABLE": "albums",
    "SCANDROP_SECRET_PARAMETER": "/scandrop/secrets",
}
OPTIONAL = {
    "SCANDROP_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:scandrop",
    "SCANDROP_ALBUM_ID": "party",
    "SCANDROP_KIOSK_KEYS": "required",
    "SCANDROP_WATERMARKS": '{"*": {"text": "Scandrop"}, "party": {"text": "Anna & Ben"}}',
    "SCANDROP_SIGN_UP": "on",
    "SCANDROP_KEEP_POSITION": "on",
    "SCANDROP_MODERATION": "on",
    "SCANDROP_MODERATION_CONFIDENCE": "95",
    "SCANDROP_STAGE": "prod",
    "SCANDROP_JSON_LOGS": "on",
}
NUMBERS = ("SCANDROP_SESSION_SECONDS", "SCANDROP_MAX_PHOTOS", "SCANDROP_MAX_UPLOAD_BYTES")


def test_names_are_read_and_tunables_have_the_products_limits() -> None:
    assert Settings.from_env(REQUIRED) == Settings(
        site_url="https://photos.example.org",
        uploads_bucket="uploads",
        media_bucket="media",
        job_queue_url="https://sqs.example.org/1/jobs",
        sessions_table="sessions",
        connections_table="connections",
        photos_table="photos",
        user_pool_arn="arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_A",
        user_pool_client_id="pages",
        albums_table="albums",
        secret_parameter="/scandrop/secrets",
        callback_url=None,
        session_seconds=limits.SESSION_SECONDS,
        max_photos=limits.MAX_PHOTOS,
        max_upload_bytes=limits.MAX_UPLOAD_BYTES,
        max_video_bytes=limits.MAX_VIDEO_BYTES,
    )


def test_an_operator_may_tune() -> None:
    tuned = Settings.from_env(
        REQUIRED
        | dict(zip(NUMBERS, ("60", "3", "1024"), strict=True))
        | {"SCANDROP_CALLBACK_URL": "https://ws.example.org"}
    )
    assert (tuned.session_seconds, tuned.max_photos, tuned.max_upload_bytes) == (60, 3, 1024)
    assert tuned.callback_url == "https://ws.example.org"


def test_what_is_not_said_is_off() -> None:
    settings = Settings.from_env(REQUIRED)
    assert settings.state_machine_arn is settings.album_id is None
    assert settings.watermark_of(None) is settings.watermark_of("party") is None
    assert (settings.keep_position, settings.moderation, settings.sign_up) == (False,) * 3
    assert not settings.kiosk_keys_required
    assert settings.moderation_confidence == limits.MODERATION_CONFIDENCE


def test_an_operator_may_switch_on() -> None:
    settings = Settings.from_env(REQUIRED | OPTIONAL)
    assert settings.state_machine_arn == OPTIONAL["SCANDROP_STATE_MACHINE_ARN"]
    assert settings.album_id == "party"
    assert settings.kiosk_keys_required
    assert (settings.keep_position, settings.moderation, settings.sign_up) == (True,) * 3
    assert settings.moderation_confidence == 95


@pytest.mark.parametrize(
    ("album_id", "text"), [("party", "Anna & Ben"), ("other", "Scandrop"), (None, "Scandrop")]
)
def test_an_album_has_its_own_watermark_or_that_of_all(album_id: str | None, text: str) -> None:
    watermark = Settings.from_env(REQUIRED | OPTIONAL).watermark_of(album_id)
    assert watermark is not None
    assert watermark.text == text


def test_the_queue_is_named_by_the_end_of_its_url() -> None:
    assert Settings.from_env(REQUIRED).job_queue == "jobs"


def test_the_user_pool_is_named_by_the_end_of_its_arn() -> None:
    assert Settings.from_env(REQUIRED).user_pool_id == "us-east-1_A"


@pytest.mark.parametrize(
    ("value", "good"),
    [("0", True), ("1", True), ("83886080000", True), ("83886080001", False), ("-1", False),
     ("1.5", False), ("many", False), ("١٠", False)],
)  # fmt: skip
def test_videos_are_as_large_as_ten_thousand_parts_or_switched_off(value: str, good: bool) -> None:
    environ = REQUIRED | {"SCANDROP_MAX_VIDEO_BYTES": value}
    if not good:
        with pytest.raises(SettingsMissing, match="a whole number up to 83886080000"):
            Settings.from_env(environ)
        return
    settings = Settings.from_env(environ)
    assert settings.max_bytes_of("video/mp4") == int(value)
    assert settings.max_bytes_of("image/jpeg") == limits.MAX_UPLOAD_BYTES
    assert ("video/mp4" in settings.content_types) is (value != "0")


def test_a_deployment_takes_some_categories_of_its_users() -> None:
    everything = Settings.from_env(REQUIRED)
    assert everything.user_categories == tuple(FileType)
    assert set(everything.user_content_types) == set(categories.SUFFIXES)
    some = Settings.from_env(REQUIRED | {"SCANDROP_USER_CATEGORIES": "document, image"})
    assert some.user_categories == (FileType.IMAGE, FileType.DOCUMENT)
    assert "audio/mpeg" not in some.user_content_types
    # What visitors send is another matter.
    assert some.content_types == everything.content_types
    with pytest.raises(SettingsMissing, match="some of image, video, audio, document"):
        Settings.from_env(REQUIRED | {"SCANDROP_USER_CATEGORIES": "image,archive"})


def test_audio_and_documents_have_a_size_of_their_own() -> None:
    small = Settings.from_env(REQUIRED | {"SCANDROP_MAX_FILE_BYTES": "5"})
    assert small.max_bytes_of("audio/mpeg") == small.max_bytes_of("text/csv") == 5
    assert small.max_bytes_of("video/x-msvideo") == limits.MAX_VIDEO_BYTES
    assert small.max_bytes_of("text/html") == small.max_bytes_of(None) == limits.MAX_UPLOAD_BYTES
    none = Settings.from_env(REQUIRED | {"SCANDROP_MAX_FILE_BYTES": "0"})
    assert not {"audio/mpeg", "application/pdf"} & set(none.user_content_types)


@pytest.mark.parametrize(
    "name",
    ["SCANDROP_KEEP_POSITION", "SCANDROP_MODERATION", "SCANDROP_SIGN_UP", "SCANDROP_JSON_LOGS"],
)
@pytest.mark.parametrize("value", ["true", "1", "ON", "yes", " on"])
def test_a_switch_is_on_or_off(name: str, value: str) -> None:
    assert Settings.from_env(REQUIRED | {name: "off"}) == Settings.from_env(REQUIRED)
    with pytest.raises(SettingsMissing, match=rf"{name} \(on or off\)"):
        Settings.from_env(REQUIRED | {name: value})


@pytest.mark.parametrize("value", ["yes", "on", "Required", "optional "])
def test_kiosk_keys_are_required_or_optional(value: str) -> None:
    optional = Settings.from_env(REQUIRED | {"SCANDROP_KIOSK_KEYS": "optional"})
    assert optional == Settings.from_env(REQUIRED)
    with pytest.raises(SettingsMissing, match=r"SCANDROP_KIOSK_KEYS \(required or optional\)"):
        Settings.from_env(REQUIRED | {"SCANDROP_KIOSK_KEYS": value})


@pytest.mark.parametrize(
    ("value", "good"),
    [("1", True), ("100", True), ("0", False), ("101", False), ("80.5", False), ("٨٠", False)],
)
def test_confidence_is_a_percentage(value: str, good: bool) -> None:
    environ = REQUIRED | {"SCANDROP_MODERATION_CONFIDENCE": value}
    if good:
        assert Settings.from_env(environ).moderation_confidence == int(value)
        return
    with pytest.raises(SettingsMissing, match="a whole number from 1 to 100"):
        Settings.from_env(environ)


def test_a_watermark_that_cannot_be_drawn_is_said_at_the_start() -> None:
    with pytest.raises(SettingsMissing) as missing:
        Settings.from_env({"SCANDROP_WATERMARKS": '{"party": {"text": "写真"}}'})
    assert "SCANDROP_WATERMARKS ('party': text must be" in str(missing.value)
    assert "SCANDROP_SITE_URL" in str(missing.value)


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


@pytest.mark.parametrize("name", [*NUMBERS, *OPTIONAL, "SCANDROP_CALLBACK_URL"])
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
