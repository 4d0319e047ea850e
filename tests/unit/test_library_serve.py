"""Use case of serving: in which size, to whom, as what."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import library, limits
from chalicelib.errors import PhotoNotFound, ScandropError
from chalicelib.library_answers import ImageUrl, Redirect
from chalicelib.library_errors import PhotoNotReady, SizeNotFound
from chalicelib.library_inputs import ImageRequest
from chalicelib.people import User
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.photo_query import ImageSize
from tests.builders import PHOTO_ID, an_announcement, an_id
from tests.fakes import START, MemoryServices
from tests.libraries import ADA, ALBUM, BOB, HOST, OPERATOR, a_library_photo

STORED: dict[str, Any] = {
    "state": PhotoState.STORED,
    "renditions": (),
    "ready_at": None,
    "facts": None,
}


def keep(services: MemoryServices, *photos: Photo) -> None:
    for photo in photos:
        services.photos.record(photo)


def served(
    services: MemoryServices,
    size: ImageSize = ImageSize.MEDIUM,
    user: User = ADA,
    photo_id: str = an_id(1),
) -> ImageUrl:
    answer = library.serve_photo(services, user, ImageRequest(photo_id, size, redirects=False))
    assert isinstance(answer, ImageUrl)
    return answer


@pytest.mark.parametrize("size", [ImageSize.THUMB, ImageSize.MEDIUM, ImageSize.LARGE])
def test_a_picture_is_where_its_rendition_is(services: MemoryServices, size: ImageSize) -> None:
    keep(services, a_library_photo(1))
    answer = served(services, size)
    assert answer.url == (
        f"https://media.example.org/renditions/{an_id(1)}/{size}.jpg?for={limits.VIEW_SECONDS}"
    )
    assert (answer.size, answer.expires_at) == (size, START + limits.VIEW_SECONDS)
    assert answer.photo.photo_id == an_id(1)


def test_the_original_is_saved_under_its_name(services: MemoryServices) -> None:
    keep(services, a_library_photo(1, announced=an_announcement(file_name="page.html")))
    assert "&name=page.html.jpg&" in served(services, ImageSize.ORIGINAL).url
    keep(services, a_library_photo(2, announced=an_announcement(file_name=None)))
    named = served(services, ImageSize.ORIGINAL, photo_id=an_id(2)).url
    assert f"&name={an_id(2)}.jpg&" in named


def test_who_would_rather_have_it_is_led_to_it(services: MemoryServices) -> None:
    keep(services, a_library_photo(1))
    request = ImageRequest(an_id(1), ImageSize.LARGE, redirects=True)
    answer = library.serve_photo(services, ADA, request)
    assert answer == Redirect(served(services, ImageSize.LARGE).url)


@pytest.mark.parametrize(
    ("photo", "size", "error"),
    [
        (a_library_photo(1, **STORED), ImageSize.THUMB, PhotoNotReady),
        (a_library_photo(1, renditions=()), ImageSize.THUMB, SizeNotFound),
        (
            a_library_photo(1, state=PhotoState.REJECTED, rejection=Rejection.EMPTY),
            ImageSize.ORIGINAL,
            SizeNotFound,
        ),
        (a_library_photo(1, key=None), ImageSize.ORIGINAL, SizeNotFound),
        (
            a_library_photo(1, state=PhotoState.REJECTED, rejection=Rejection.DELETED),
            ImageSize.THUMB,
            PhotoNotFound,
        ),
    ],
)
def test_a_size_that_is_not_there_is_refused(
    services: MemoryServices, photo: Photo, size: ImageSize, error: type[ScandropError]
) -> None:
    keep(services, photo)
    with pytest.raises(error):
        served(services, size)


def test_before_it_is_ready_and_of_a_video_there_is_the_original(services: MemoryServices) -> None:
    video = a_library_photo(2, content_type="video/mp4", renditions=())
    keep(services, a_library_photo(1, **STORED), video)
    for photo_id in (an_id(1), an_id(2)):
        answer = served(services, ImageSize.ORIGINAL, photo_id=photo_id)
        assert answer.photo.sizes == (ImageSize.ORIGINAL,)
        assert answer.photo.thumb_url is None


def test_where_somebody_looks_first_nobody_gets_the_original_before(
    services: MemoryServices,
) -> None:
    moderated = replace(services, settings=replace(services.settings, moderation=True))
    keep(services, a_library_photo(1, **STORED))
    with pytest.raises(PhotoNotReady):
        served(moderated, ImageSize.ORIGINAL)


@pytest.mark.parametrize("user", [BOB, HOST])
@pytest.mark.parametrize("album_id", [None, ALBUM])
def test_nobody_else_learns_that_it_is_there(
    services: MemoryServices, user: User, album_id: str | None
) -> None:
    keep(services, a_library_photo(1, album_id=album_id))
    for photo_id in (an_id(1), PHOTO_ID):
        with pytest.raises(PhotoNotFound):
            served(services, user=user, photo_id=photo_id)
    assert served(services, user=OPERATOR).url
