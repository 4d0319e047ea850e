"""Use case of users' uploads: give who is signed in leave to send one file to the store.

Each file gets a session of its own that no screen watches; its one photo is the user's. From there
on it goes the way of every upload: parts, completion, arrival, the work on it.
"""

from dataclasses import replace

from chalicelib import answers, limits, multipart, permissions, places, tokens, uploads
from chalicelib.errors import PhotoTooLarge, QuotaExceeded, UnsupportedContentType
from chalicelib.model import Session
from chalicelib.people import User
from chalicelib.photo import Announcement, Photo
from chalicelib.photo_query import FileType, file_type
from chalicelib.ports import Services
from chalicelib.settings import Settings
from chalicelib.uploads import Place
from chalicelib.user_upload_inputs import UserUpload

_DAY_SECONDS = 24 * 3600
_KINDS = {FileType.IMAGE: "Photos", FileType.VIDEO: "Videos"}


def issue_upload(
    services: Services, user: User, request: UserUpload
) -> answers.UploadTicket | answers.MultipartUpload:
    """Leave to send the file: by one PUT, or in parts if it is larger than `MAX_PUT_BYTES`.

    Asking again begins another upload: what never comes by the first one costs its user that much
    of the quota, and its album a place for some hours.

    Raises:
        UnsupportedContentType, PhotoTooLarge: it is none that users may keep here.
        AlbumNotFound: there is none, or he may not put photos into it.
        AlbumClosed, AlbumFull, AlbumBusy
        QuotaExceeded: he has sent as much as one may in a day.
    """
    announced = request.announced
    _require_taken(services.settings, announced)
    if request.album_id is not None:
        permissions.visibility_in(services, user, request.album_id)
    in_parts = (announced.size_bytes or 0) > limits.MAX_PUT_BYTES
    place = _opened(services, user, request, in_parts=in_parts)
    _spend(services, user, announced)
    places.take(services, place.photo)
    if in_parts:
        place = _begun(services, place)
    services.sessions.create(place.session)
    if in_parts:
        return multipart.begin_upload(services, place)
    return uploads.sign_ticket(services, place)


def _require_taken(settings: Settings, announced: Announcement) -> None:
    said, size = announced.content_type or "", announced.size_bytes
    if said not in settings.user_content_types:
        raise UnsupportedContentType
    if size is not None and size > settings.max_bytes_of(said):
        kind = _KINDS.get(file_type(Photo("", "", content_type=said)), "Files")
        raise PhotoTooLarge(settings.max_bytes_of(said), kind)


def _opened(services: Services, user: User, request: UserUpload, *, in_parts: bool) -> Place:
    """A session with a place for this file, which is kept nowhere yet."""
    now = services.clock()
    phone_token = services.new_token()
    session = Session(
        session_id=services.new_id(),
        created_at=now,
        expires_at=now + limits.USER_SESSION_SECONDS,
        # Nobody is ever told it.
        screen_token_digest=tokens.digest(services.new_token()),
        album_id=request.album_id,
        owner_id=user.user_id,
    ).claimed_by(phone_token)
    seconds = limits.MULTIPART_SECONDS if in_parts else limits.TICKET_SECONDS
    session, photo = session.with_ticket(
        request.announced, services.new_id(), now, max_photos=1, seconds=seconds
    )
    photo = places.admit(services, session, replace(photo, comment=request.comment))
    return Place(session.with_photo(photo), photo, phone_token)


def _begun(services: Services, place: Place) -> Place:
    """The same, with an upload in parts. If nobody ever hears of it, the bucket gives it up."""
    photo = place.photo
    upload_id = services.parts.create(uploads.key_of(photo), photo.announced)
    session, photo = place.session.with_upload(photo.photo_id, upload_id, instead_of=None)
    return replace(place, session=session, photo=photo)


def _spend(services: Services, user: User, announced: Announcement) -> None:
    """Count the file among those of its day; one whose size is not told, as large as it may be."""
    now = services.clock()
    size = announced.size_bytes or limits.MAX_PUT_BYTES
    day = now // _DAY_SECONDS
    if not services.quotas.spend(user.user_id, day, size):
        raise QuotaExceeded((day + 1) * _DAY_SECONDS - now)
