"""Use cases of large files: parts that are sent side by side, and become one object in the end.

A phone that was away asks what has arrived and sends the rest. Which parts there are is asked of
the store and of nobody else: no phone can name the parts of another file, or other sizes.
"""

from collections.abc import Mapping

from chalicelib import answers, limits, sessions, uploads
from chalicelib.errors import (
    InvalidRequest,
    PartsMissing,
    PhotoAlreadyStored,
    ScandropError,
    ServiceUnavailable,
    TokenRefused,
    UploadGone,
)
from chalicelib.inputs import PhotoRequest, TicketRequest
from chalicelib.model import Role, Session
from chalicelib.multipart_inputs import PartsRequest
from chalicelib.photo import Announcement, Photo
from chalicelib.ports import Services
from chalicelib.storage import Part


def start_upload(services: Services, request: TicketRequest) -> answers.MultipartUpload:
    """Claim the session for this phone, if nobody has, and begin an upload in parts.

    A phone that repeats its request gets the same upload again; if what had come of it is gone, a
    new one for the same photo.

    Raises:
        UnsupportedContentType, and all that `uploads.issue_ticket` raises
    """
    return begin_upload(services, uploads.claim_place(services, request, limits.MULTIPART_SECONDS))


def begin_upload(services: Services, place: uploads.Place) -> answers.MultipartUpload:
    """Begin an upload in parts of the photo that has this place, unless it has begun."""
    session = place.session
    if place.photo.upload_id is None:
        session = _begin(services, place.photo)
    return answers.MultipartUpload(
        session_id=session.session_id,
        status=session.status,
        session_expires_at=session.expires_at,
        server_time=services.clock(),
        photo_id=place.photo.photo_id,
        part_bytes=limits.PART_BYTES,
        part_count=len(_sizes(place.photo.announced)),
        phone_token=place.phone_token,
        limits=uploads.limits_in(services.settings, session),
    )


def read_parts(services: Services, request: PartsRequest) -> answers.Parts:
    """Fresh URLs for the parts that are named; if none is, which ones have arrived.

    Raises:
        SessionNotFound, SessionExpired, TokenRefused, PhotoNotFound, PhotoAlreadyStored,
        UploadGone, SessionBusy
        InvalidRequest: the file has no such part, or its parts have digests and this one has not.
    """

    def stay_open(session: Session) -> tuple[Session, Photo]:
        return session.kept_open(services.clock()), _photo_of(session, request)

    _, session, photo = sessions.change_session(services, request.session_id, stay_open)
    arrived: Mapping[int, Part] = {}
    if not request.digests:
        try:
            arrived = _arrived(services, photo)
        except UploadGone as gone:
            _require_object(services, photo)
            raise PhotoAlreadyStored from gone
    urls = [_part_url(services, photo, *each) for each in request.digests.items()]
    now = services.clock()
    return answers.Parts(
        arrived=tuple(sorted(arrived)),
        urls=tuple(urls),
        expires_at=now + limits.TICKET_SECONDS,
        session_expires_at=session.expires_at,
        server_time=now,
    )


def complete_upload(services: Services, request: PhotoRequest) -> answers.PhotoView:
    """Make one object of the parts, if they are just those that were announced.

    Once more is answered the same until the event of the object has come.

    Raises:
        SessionNotFound, SessionExpired, TokenRefused, PhotoNotFound, SessionBusy
        PhotoAlreadyStored: it has come.
        PartsMissing: ask which ones have arrived.
        UploadGone: begin again.
    """
    session = sessions.require_session(services, request.session_id)
    photo = _photo_of(session, request)
    session.require_open(services.clock())
    view = sessions.photo_view(services, photo, Role.PHONE)
    try:
        arrived = _arrived(services, photo)
        if len(arrived) != len(_sizes(photo.announced)):
            raise PartsMissing
        parts = [arrived[number] for number in sorted(arrived)]
        services.parts.complete(uploads.key_of(photo), _upload_id(photo), parts)
    except UploadGone:
        # It has been done and nobody has told us yet; the answer was lost, or went to another tab.
        _require_object(services, photo)
    return view


def _begin(services: Services, photo: Photo) -> Session:
    """Begin an upload, unless another request has begun one meanwhile: then that one counts."""
    upload_id = services.parts.create(uploads.key_of(photo), photo.announced)

    def begin(session: Session) -> tuple[Session, Photo]:
        return session.with_upload(photo.photo_id, upload_id, instead_of=None)

    try:
        _, session, begun = sessions.change_session(services, photo.session_id, begin)
    except ServiceUnavailable:
        # It may be written, so it has to stay. Without parts it costs nothing.
        raise
    except ScandropError:
        uploads.abort_parts(services, photo, upload_id)
        raise
    if begun.upload_id != upload_id:
        uploads.abort_parts(services, photo, upload_id)
    return session


def _photo_of(session: Session, request: PhotoRequest) -> Photo:
    if session.role_of(request.token) is not Role.PHONE:
        raise TokenRefused
    return session.photo_on_its_way(request.photo_id)


def _upload_id(photo: Photo) -> str:
    if photo.upload_id is None:
        raise UploadGone
    return photo.upload_id


def _sizes(announced: Announcement) -> Mapping[int, int]:
    """The size of each part, in bytes, by its number."""
    size = announced.size_bytes or 0
    starts = range(0, size, limits.PART_BYTES)
    return {n: min(limits.PART_BYTES, size - start) for n, start in enumerate(starts, 1)}


def _part_url(services: Services, photo: Photo, number: int, digest: str | None) -> answers.PartUrl:
    sizes, upload_id = _sizes(photo.announced), _upload_id(photo)
    if number not in sizes:
        raise InvalidRequest(f"The file has {len(sizes)} parts.")
    if (digest is not None) is not photo.announced.parts_digested:
        raise InvalidRequest("Parts have a sha256 each if, and only if, it was announced.")
    part = Part(number, sizes[number], digest)
    signed = services.signer.sign_part(
        uploads.key_of(photo), upload_id, part, limits.TICKET_SECONDS
    )
    return answers.PartUrl(number, signed.method, signed.url, signed.headers)


def _arrived(services: Services, photo: Photo) -> Mapping[int, Part]:
    """The parts that are there as they should be; raises UploadGone."""
    sizes = _sizes(photo.announced)
    arrived = services.parts.arrived(uploads.key_of(photo), _upload_id(photo))
    return {n: part for n, part in arrived.items() if sizes.get(n) == part.size_bytes}


def _require_object(services: Services, photo: Photo) -> None:
    """The upload is gone: because it has become an object, or the phone has to begin again.

    Raises:
        UploadGone: the latter; the next request to begin makes a new upload.
        PhotoAlreadyStored: the photo is settled meanwhile.
    """
    if services.objects.facts(uploads.key_of(photo)) is not None:
        return

    def forget(session: Session) -> tuple[Session, Photo]:
        return session.with_upload(photo.photo_id, None, instead_of=photo.upload_id)

    sessions.change_session(services, photo.session_id, forget)
    raise UploadGone
