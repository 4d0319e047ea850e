"""Use cases of libraries: list photos, serve one, change what is said of it.

What a photo is, no user changes; deleting is in `deletion`.
"""

from contextlib import suppress
from dataclasses import replace

from chalicelib import (
    album_news,
    cursors,
    library_views,
    limits,
    permissions,
    places,
    races,
    screen_news,
)
from chalicelib.album_errors import AlbumNotFound
from chalicelib.errors import ServiceUnavailable
from chalicelib.library_answers import ImageUrl, LibraryPage, LibraryPhoto, Redirect
from chalicelib.library_errors import ChangeNotAllowed, PhotoChanged, PhotoNotReady, SizeNotFound
from chalicelib.library_inputs import ImageRequest, PageRequest, PhotoEdit
from chalicelib.people import User
from chalicelib.photo import Photo, PhotoState
from chalicelib.photo_query import Filters, ImageSize
from chalicelib.ports import Services


def list_photos(services: Services, user: User, request: PageRequest) -> LibraryPage:
    """A page of the user's own photos, of an album that he may see, or of another owner's.

    Only an operator may see another owner's; to all others an owner that is not themselves has
    nothing, as one that does not exist.

    Raises:
        AlbumNotFound: there is none, or not for him.
        CursorRefused: its cursor is of another query.
    """
    filters = _permitted(services, user, request.filters)
    if filters is None:
        return LibraryPage((), None, _expiry(services))
    after = None
    if request.cursor is not None:
        now, secrets = services.clock(), services.secrets.live()
        after = cursors.opened(request.cursor, user.user_id, filters, secrets, now)
    page = services.library.page(filters, after, request.limit)
    cursor = None
    if page.after is not None:
        now, secrets = services.clock(), services.secrets.live()
        cursor = cursors.sealed(page.after, user.user_id, filters, secrets, now)
    photos = tuple(library_views.view(services, photo) for photo in page.photos)
    return LibraryPage(photos, cursor, _expiry(services))


def serve_photo(services: Services, user: User, request: ImageRequest) -> ImageUrl | Redirect:
    """Where the photo is in this size, for some minutes.

    Pictures of ours are there to be shown; the original is saved, for it is as hostile as it came.

    Raises:
        PhotoNotFound: there is none, or not for him.
        SizeNotFound: it has no such size, and will have none.
        PhotoNotReady: it has none yet.
    """
    photo = permissions.standing_photo(services, user, request.photo_id)
    sizes = library_views.sizes(services, photo)
    size = request.size or _best(photo, sizes)
    if size not in sizes:
        raise PhotoNotReady if photo.state is PhotoState.STORED else SizeNotFound
    url = library_views.url(services, photo, size)
    if request.redirects:
        return Redirect(url)
    return ImageUrl(url, _expiry(services), size, library_views.view(services, photo))


def edit_photo(services: Services, user: User, edit: PhotoEdit) -> LibraryPhoto:
    """Change the comment, the album, who sees it. All of it is permitted, or nothing is done.

    Raises:
        PhotoNotFound, AlbumNotFound: there is none, or not for him.
        AlbumFull: the album that it shall be in has no room.
        ChangeNotAllowed: he may see it, and this is for somebody else to change.
        SessionBusy: it is changed, and the screen of its session may not know; try again.
    """
    for _ in races.tries(services):
        before = permissions.standing_photo(services, user, edit.photo_id)
        after = _edited(services, user, before, edit)
        # If others were faster, it is looked at anew: another may be its host by now.
        with suppress(PhotoChanged):
            if after.album_id != before.album_id:
                after = places.move(services, before, after)
            else:
                services.library.change(before, after)
            screen_news.photo_changed(services, after)
            album_news.photo_changed(services, before, after)
            return library_views.view(services, after)
    raise ServiceUnavailable


def _permitted(services: Services, user: User, filters: Filters) -> Filters | None:
    """The filters with their library; None for one in which this user finds nothing."""
    if filters.owner_id is None and filters.album_id is None:
        return replace(filters, owner_id=user.user_id)
    if filters.owner_id == user.user_id:
        return filters
    if filters.album_id is None:
        return filters if user.is_operator else None
    if not permissions.may_see_album(services, user, filters.album_id):
        raise AlbumNotFound
    return filters


def _edited(services: Services, user: User, photo: Photo, edit: PhotoEdit) -> Photo:
    if (edit.comment or edit.album_id) and not permissions.may_edit(services, user, photo):
        raise ChangeNotAllowed
    if edit.comment:
        photo = replace(photo, comment=edit.comment.value)
    if edit.album_id and edit.album_id.value != photo.album_id:
        photo = _moved(services, user, photo, edit.album_id.value)
    if edit.visibility:
        # Where it is now, not where it was: nobody is let into an album unseen by its host.
        if not permissions.may_moderate(services, user, photo):
            raise ChangeNotAllowed
        photo = replace(photo, visibility=edit.visibility.value)
    return photo


def _moved(services: Services, user: User, photo: Photo, album_id: str | None) -> Photo:
    if album_id is None:
        if not permissions.may_take_out(user, photo):
            raise ChangeNotAllowed
        return replace(photo, album_id=None)
    visibility = permissions.visibility_in(services, user, album_id)
    return replace(photo, album_id=album_id, visibility=visibility)


def _best(photo: Photo, sizes: tuple[ImageSize, ...]) -> ImageSize:
    """Medium; of what nothing is made, the only one that there is."""
    as_it_came = photo.state is PhotoState.READY and sizes == (ImageSize.ORIGINAL,)
    return ImageSize.ORIGINAL if as_it_came else ImageSize.MEDIUM


def _expiry(services: Services) -> int:
    return services.clock() + limits.VIEW_SECONDS
