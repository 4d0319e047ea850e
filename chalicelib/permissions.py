"""Who may do what with which photo. Whoever may not see one is told that there is none.

Somebody who is signed in has a library of his own: the photos that he owns. A host also sees and
moderates the photos of his albums. An operator may do everything.
"""

from chalicelib import albums
from chalicelib.album_entry import Visibility
from chalicelib.album_errors import AlbumNotFound
from chalicelib.errors import PhotoNotFound
from chalicelib.people import User
from chalicelib.photo import Photo, PhotoState, Rejection
from chalicelib.ports import Services


def may_see_album(services: Services, user: User, album_id: str) -> bool:
    """Whether this user sees and moderates all photos of this album.

    One that is no more than a name, of a deployment's kiosks, is for operators.
    """
    if user.is_operator:
        return True
    album = services.albums.load(album_id)
    return album is not None and albums.may_see_album(user, album)


def visibility_in(services: Services, user: User, album_id: str) -> Visibility:
    """How a photo begins in this album, if the user may put his own into it.

    Raises:
        AlbumNotFound: there is none, or not for him.
    """
    album = services.albums.load(album_id)
    if album is None or not albums.may_use_album(user, album):
        raise AlbumNotFound
    return album.first_visibility


def visible_photo(services: Services, user: User, photo_id: str) -> Photo:
    """The photo of this id, if this user may see it. One that is being deleted he may, to go on.

    Raises:
        PhotoNotFound: there is none, or not for him.
    """
    photo = services.photos.load(photo_id)
    if photo is None or not _may_see(services, user, photo):
        raise PhotoNotFound
    return photo


def standing_photo(services: Services, user: User, photo_id: str) -> Photo:
    """The same, unless it is being deleted.

    Raises:
        PhotoNotFound
    """
    photo = visible_photo(services, user, photo_id)
    if photo.state is PhotoState.REJECTED and photo.rejection is Rejection.DELETED:
        raise PhotoNotFound
    return photo


def may_edit(services: Services, user: User, photo: Photo) -> bool:
    """Whether this user says what stands under a photo, and which album it is in.

    What a visitor has sent has no owner: the host of its album stands in for one.
    """
    if photo.owner_id is None and photo.album_id is not None:
        return may_see_album(services, user, photo.album_id)
    return user.is_operator or photo.owner_id == user.user_id


def may_take_out(user: User, photo: Photo) -> bool:
    """Whether a photo of an album that this user edits may be in none: it must be somebody's."""
    return user.is_operator or photo.owner_id is not None


def may_moderate(services: Services, user: User, photo: Photo) -> bool:
    """Whether this user decides who sees a photo that he sees."""
    if photo.album_id is not None:
        return may_see_album(services, user, photo.album_id)
    return may_edit(services, user, photo)


def _may_see(services: Services, user: User, photo: Photo) -> bool:
    if may_edit(services, user, photo):
        return True
    return photo.album_id is not None and may_see_album(services, user, photo.album_id)
