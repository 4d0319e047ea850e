"""Object keys are built and parsed in one place, and the two agree."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib import keys, limits
from chalicelib.keys import UploadKey
from chalicelib.photo import RenditionName
from tests.builders import PHOTO_ID, SESSION_ID

ids = st.from_regex(keys.ID_PATTERN, fullmatch=True)
types = st.sampled_from([None, "", "text/html", *limits.CONTENT_TYPES])


@given(ids, ids, types)
def test_a_key_tells_its_ids_whatever_the_type(
    session_id: str, photo_id: str, content_type: str | None
) -> None:
    key = keys.upload_key(session_id, photo_id, content_type)
    assert keys.parse_upload_key(key) == UploadKey(session_id, photo_id)


@given(st.text())
@example(f"session-uploads/{SESSION_ID}/{PHOTO_ID}.jpg\n")
def test_only_keys_that_we_build_are_ours(text: str) -> None:
    assert keys.parse_upload_key(text) is None


@pytest.mark.parametrize(
    "key",
    [
        f"library-uploads/{SESSION_ID}/{PHOTO_ID}.jpg",
        f"/session-uploads/{SESSION_ID}/{PHOTO_ID}.jpg",
        f"session-uploads/{SESSION_ID}/{PHOTO_ID}",
        f"session-uploads/{SESSION_ID}/{PHOTO_ID}.",
        f"session-uploads/{SESSION_ID}/{PHOTO_ID}.JPG",
        f"session-uploads/{SESSION_ID}/{PHOTO_ID}.jpg.jpg",
        f"session-uploads/{SESSION_ID}/{PHOTO_ID}.toolong",
        f"session-uploads/{SESSION_ID}/x/{PHOTO_ID}.jpg",
        f"session-uploads/{SESSION_ID}//{PHOTO_ID}.jpg",
        f"session-uploads/{SESSION_ID[:-1]}/{PHOTO_ID}.jpg",
        f"session-uploads/{SESSION_ID}x/{PHOTO_ID}.jpg",
        f"session-uploads/{'..' + SESSION_ID[2:]}/{PHOTO_ID}.jpg",
        f"session-uploads/{SESSION_ID}/{PHOTO_ID}%2ejpg",
        f"session-uploads/{SESSION_ID}/{PHOTO_ID[:-1]}+.jpg",
        f"session-uploads/{SESSION_ID}/{PHOTO_ID[:-1]}é.jpg",
    ],
)
def test_a_key_that_is_nearly_ours_is_not_ours(key: str) -> None:
    assert keys.parse_upload_key(key) is None


@pytest.mark.parametrize(("content_type", "suffix"), list(limits.CONTENT_TYPES.items()))
def test_the_suffix_tells_the_announced_type(content_type: str, suffix: str) -> None:
    key = keys.upload_key(SESSION_ID, PHOTO_ID, content_type)
    assert key == f"session-uploads/{SESSION_ID}/{PHOTO_ID}.{suffix}"


@pytest.mark.parametrize("content_type", [None, "", "text/html"])
def test_a_type_that_was_not_announced_has_a_suffix_of_its_own(content_type: str | None) -> None:
    assert keys.upload_key(SESSION_ID, PHOTO_ID, content_type).endswith(".bin")


def test_every_session_has_a_channel_of_its_own() -> None:
    assert keys.session_channel(SESSION_ID) == f"session#{SESSION_ID}"


def test_a_rendition_has_one_place_and_none_of_the_uploads() -> None:
    made = {keys.rendition_key(PHOTO_ID, name) for name in RenditionName}
    assert made == {f"renditions/{PHOTO_ID}/{name}.jpg" for name in ("thumb", "medium", "large")}
    assert [keys.parse_upload_key(key) for key in made] == [None] * 3
