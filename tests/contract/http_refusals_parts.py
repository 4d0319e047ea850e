"""How to meet each refusal that docs/openapi.yaml declares of files that come in parts."""

from collections.abc import Callable
from typing import Any

from chalicelib import limits, tokens
from chalicelib.photo import Announcement, Photo
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import Visit, away, busy, expired

START, PARTS, COMPLETE = "/uploads", "/uploads/{photoId}/parts", "/uploads/{photoId}/complete"


def start(visit: Visit, token: str | None = None, **told: Any) -> Answer:
    """The phone tells of a film."""
    film = {"size": 20_000_000, "contentType": "video/mp4", "requestId": "film-0001"}
    return visit.api.start(token or visit.phone, **{"sessionId": visit.id} | film | told)


def begun(visit: Visit) -> str:
    """A film is on its way."""
    return str(start(visit).json["photoId"])


def read_parts(visit: Visit, photo_id: str | None = None, **wanted: str) -> Answer:
    """The phone asks how this film goes on, or one that it has begun."""
    return visit.api.parts(visit.id, photo_id or begun(visit), visit.phone, **wanted)


def complete(visit: Visit, photo_id: str | None = None, token: str | None = None) -> Answer:
    """The phone says that all of it is there."""
    return visit.api.complete(visit.id, photo_id or begun(visit), token or visit.phone)


def _claimed(ask: Callable[[Visit], Answer]) -> Callable[[Visit], Answer]:
    def asked(visit: Visit) -> Answer:
        visit.claim()
        return ask(visit)

    return asked


def _lost(visit: Visit) -> str:
    """A film is on its way of which storage knows nothing."""
    photo_id = tokens.new_id()
    said = Announcement(20_000_000, "video/mp4", request_id="film-0002")
    visit.claim()
    visit.store(Photo(photo_id, visit.id, said, ticket_expires_at=2**31, upload_id="gone"))
    return photo_id


def _arrived(visit: Visit) -> str:
    photo_id = begun(visit)
    visit.store(visit.stored(photo_id, visit.session().photos[photo_id].announced))
    return photo_id


def _other_film(visit: Visit) -> Answer:
    begun(visit)
    return start(visit, size=20_000_001)


def _second_phone(visit: Visit) -> Answer:
    visit.claim()
    return start(visit, tokens.new_token())


def _full(visit: Visit) -> Answer:
    visit.fill()
    return start(visit)


def _already_there(visit: Visit) -> Answer:
    _arrived(visit)
    return start(visit)


def _ended(visit: Visit, photo_id: str) -> Answer:
    visit.end()
    return complete(visit, photo_id)


def _busy(visit: Visit, photo_id: str, ask: Callable[[Visit, str], Answer]) -> Answer:
    return busy(lambda met: ask(met, photo_id))(visit)


#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Callable[[Visit], Answer]] = {
    ("POST", START, "InvalidRequest"): lambda v: start(v, requestId=None),
    ("POST", START, "PhotoEmpty"): lambda v: start(v, size=0),
    ("POST", START, "TokenRequired"): lambda v: v.api.request(
        "POST",
        START,
        {"Authorization": "Basic eDp5", "Content-Type": "application/json"},
        b'{"sessionId": "%s", "size": 1, "contentType": "video/mp4", "requestId": "film-0001"}'
        % v.id.encode(),
    ),
    ("POST", START, "TokenRefused"): lambda v: start(v, v.screen),
    ("POST", START, "SessionNotFound"): lambda v: start(v, sessionId=tokens.new_id()),
    ("POST", START, "SessionClaimed"): _second_phone,
    ("POST", START, "RequestIdReused"): _other_film,
    ("POST", START, "PhotoAlreadyStored"): _already_there,
    ("POST", START, "PhotoLimitReached"): _full,
    ("POST", START, "SessionExpired"): expired(start),
    ("POST", START, "PhotoTooLarge"): lambda v: start(
        v, size=limits.MAX_UPLOAD_BYTES + 1, contentType="image/jpeg"
    ),
    ("POST", START, "UnsupportedContentType"): lambda v: start(v, contentType="video/3gpp"),
    ("POST", START, "SessionBusy"): busy(start),
    ("POST", START, "ServiceUnavailable"): away("CreateMultipartUpload", start),
    ("GET", PARTS, "InvalidRequest"): lambda v: read_parts(v, numbers="1,4"),
    ("GET", PARTS, "TokenRequired"): lambda v: v.api.parts(v.id, begun(v)),
    ("GET", PARTS, "TokenRefused"): lambda v: v.api.parts(v.id, begun(v), v.screen),
    ("GET", PARTS, "SessionNotFound"): lambda v: v.api.parts(tokens.new_id(), begun(v), v.phone),
    ("GET", PARTS, "PhotoNotFound"): _claimed(lambda v: read_parts(v, tokens.new_id())),
    ("GET", PARTS, "UploadGone"): lambda v: read_parts(v, _lost(v)),
    ("GET", PARTS, "PhotoAlreadyStored"): lambda v: read_parts(v, _arrived(v)),
    ("GET", PARTS, "SessionExpired"): expired(lambda v: read_parts(v, tokens.new_id())),
    ("GET", PARTS, "SessionBusy"): lambda v: _busy(v, _lost(v), read_parts),
    ("GET", PARTS, "ServiceUnavailable"): away("ListParts", read_parts),
    ("POST", COMPLETE, "InvalidRequest"): lambda v: complete(v, "not-an-id"),
    ("POST", COMPLETE, "TokenRequired"): lambda v: v.api.complete(v.id, begun(v)),
    ("POST", COMPLETE, "TokenRefused"): lambda v: complete(v, token=v.screen),
    ("POST", COMPLETE, "SessionNotFound"): lambda v: v.api.complete(
        tokens.new_id(), begun(v), v.phone
    ),
    ("POST", COMPLETE, "PhotoNotFound"): _claimed(lambda v: complete(v, tokens.new_id())),
    ("POST", COMPLETE, "UploadGone"): lambda v: complete(v, _lost(v)),
    ("POST", COMPLETE, "PhotoAlreadyStored"): lambda v: complete(v, _arrived(v)),
    ("POST", COMPLETE, "PartsMissing"): complete,
    ("POST", COMPLETE, "SessionExpired"): lambda v: _ended(v, begun(v)),
    ("POST", COMPLETE, "SessionBusy"): lambda v: _busy(v, _lost(v), complete),
    ("POST", COMPLETE, "ServiceUnavailable"): away("ListParts", complete),
}
