"""How to meet each refusal of the routes of libraries, by its operation."""

from collections.abc import Callable
from typing import Any

from chalicelib import tokens
from chalicelib.people import Group
from chalicelib.photo import Photo, PhotoState
from tests.builders import an_album
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import Visit, away
from tests.id_tokens import an_id_token
from tests.libraries import a_library_photo

LIST, ONE = "/images", "/image/{photoId}"
OWNER = "ada-0001"
STORED: dict[str, Any] = {
    "state": PhotoState.STORED,
    "renditions": (),
    "ready_at": None,
    "facts": None,
}


def token_of(user_id: str, *groups: Group) -> str:
    return an_id_token(user_id, *groups)


def kept(visit: Visit, **changes: Any) -> Photo:
    """A photo of OWNER, of the session of the visit."""
    photo_id = tokens.new_id()
    facts = {"photo_id": photo_id, "session_id": visit.id, "owner_id": OWNER}
    facts["key"] = f"session-uploads/{visit.id}/{photo_id}.jpg"
    photo = a_library_photo(1, **facts | changes)
    visit.services.photos.record(photo)
    return photo


def _busy(visit: Visit) -> Answer:
    """Others write its session all the time."""
    photo = kept(visit)
    code = "ConditionalCheckFailedException"
    visit.traffic.refuse("PutItem", 400, code, "another was first")
    return visit.api.delete(photo.photo_id, _me())


def _on_a_busy_screen(visit: Visit) -> Answer:
    """It is hidden while others write the session whose screen shows it."""
    photo = kept(visit)
    session = visit.services.sessions.load(visit.id)
    assert session is not None
    now = visit.services.clock()
    visit.services.sessions.replace(session, session.with_photo(photo), now)
    code = "ConditionalCheckFailedException"
    visit.traffic.refuse("PutItem", 400, code, "another was first")
    operator = token_of("oscar-0001", Group.OPERATOR)
    return visit.api.edit(photo.photo_id, operator, visibility="HIDDEN")


def _of_an_album(visit: Visit) -> Answer:
    """Its owner may not decide who sees it there."""
    photo = kept(visit, album_id="party")
    return visit.api.edit(photo.photo_id, _me(), visibility="SHOWN")


def _into_full_album(visit: Visit) -> Answer:
    """Its owner is a host, and would move it."""
    album = an_album(album_id=tokens.new_id(), owner_id=OWNER, photo_count=1, max_photos=1)
    visit.services.albums.create(album)
    host = token_of(OWNER, Group.HOST)
    return visit.api.edit(kept(visit).photo_id, host, album=album.album_id)


def _me() -> str:
    return token_of(OWNER)


def _other() -> str:
    return token_of("bob-0002")


REFUSALS: dict[tuple[str, str, str], Callable[[Visit], Answer]] = {
    ("GET", LIST, "InvalidRequest"): lambda v: v.api.images(_me(), limit=0),
    ("GET", LIST, "CursorRefused"): lambda v: v.api.images(_me(), cursor="made-up"),
    ("GET", LIST, "SignInRequired"): lambda v: v.api.images(),
    ("GET", LIST, "AlbumNotFound"): lambda v: v.api.images(_me(), album="party"),
    ("GET", LIST, "ServiceUnavailable"): away("Query", lambda v: v.api.images(_me())),
    ("DELETE", LIST, "InvalidRequest"): lambda v: v.api.delete_all([], _me()),
    ("DELETE", LIST, "SignInRequired"): lambda v: v.api.delete_all([tokens.new_id()]),
    ("GET", ONE, "InvalidRequest"): lambda v: v.api.image(tokens.new_id(), _me(), size="huge"),
    ("GET", ONE, "SignInRequired"): lambda v: v.api.image(tokens.new_id()),
    ("GET", ONE, "PhotoNotFound"): lambda v: v.api.image(kept(v).photo_id, _other()),
    ("GET", ONE, "SizeNotFound"): lambda v: v.api.image(
        kept(v, renditions=(), content_type="video/mp4").photo_id, _me(), size="medium"
    ),
    ("GET", ONE, "PhotoNotReady"): lambda v: v.api.image(kept(v, **STORED).photo_id, _me()),
    ("GET", ONE, "ServiceUnavailable"): away(
        "GetItem", lambda v: v.api.image(tokens.new_id(), _me())
    ),
    ("PATCH", ONE, "InvalidRequest"): lambda v: v.api.edit(tokens.new_id(), _me(), comment=1),
    ("PATCH", ONE, "SignInRequired"): lambda v: v.api.edit(tokens.new_id(), comment="x"),
    ("PATCH", ONE, "ChangeNotAllowed"): _of_an_album,
    ("PATCH", ONE, "PhotoNotFound"): lambda v: v.api.edit(kept(v).photo_id, _other(), comment="x"),
    ("PATCH", ONE, "AlbumFull"): _into_full_album,
    ("PATCH", ONE, "AlbumNotFound"): lambda v: v.api.edit(kept(v).photo_id, _me(), album="party"),
    ("PATCH", ONE, "SessionBusy"): _on_a_busy_screen,
    ("PATCH", ONE, "ServiceUnavailable"): away(
        "GetItem", lambda v: v.api.edit(tokens.new_id(), _me(), comment="x")
    ),
    ("DELETE", ONE, "InvalidRequest"): lambda v: v.api.delete("not-an-id", _me()),
    ("DELETE", ONE, "SignInRequired"): lambda v: v.api.delete(tokens.new_id()),
    ("DELETE", ONE, "PhotoNotFound"): lambda v: v.api.delete(kept(v).photo_id, _other()),
    ("DELETE", ONE, "SessionBusy"): _busy,
    ("DELETE", ONE, "ServiceUnavailable"): away(
        "GetItem", lambda v: v.api.delete(tokens.new_id(), _me())
    ),
}
