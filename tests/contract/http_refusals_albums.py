"""How to meet each refusal that docs/openapi.yaml declares of albums, kiosks and their sessions."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib import limits, tokens
from chalicelib.album import Album, new_code
from chalicelib.people import Group
from tests.builders import HOST_ID, a_kiosk, an_album
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import OPEN, TICKET, Visit, away
from tests.contract.http_refusals_parts import START, start
from tests.id_tokens import an_id_token

ALBUMS, ALBUM, JOIN = "/albums", "/albums/{album}", "/albums/{album}/join"
NUMBERS = "/albums/{album}/numbers"
KIOSKS, KIOSK = "/kiosks", "/kiosks/{kioskId}"

Refused = Callable[[Visit], Answer]


def ask(
    visit: Visit, method: str, target: str, told: Any = None, *, token: str | None = "host"
) -> Answer:
    """A host asks, or who has another token, or none."""
    headers = {"Content-Type": "application/json"}
    if token is not None:
        signed = an_id_token(HOST_ID, Group.HOST) if token == "host" else token
        headers["Authorization"] = f"Bearer {signed}"
    body = b"" if told is None else json.dumps(told).encode()
    return visit.api.request(method, target, headers, body)


def kept(visit: Visit, **changes: Any) -> Album:
    """An album of the host, as it is in the table."""
    said = {"album_id": tokens.new_id(), "created_at": visit.services.clock()}
    album = an_album(**said | changes)
    visit.services.albums.create(album)
    return album


def of_album(method: str, suffix: str = "", told: Any = None) -> Callable[..., Answer]:
    """Ask of an album, one of the host's own if none is given."""

    def asked(visit: Visit, album_id: str | None = None, **how: Any) -> Answer:
        album_id = album_id or kept(visit).album_id
        return ask(visit, method, f"/albums/{album_id}{suffix}", told, **how)

    return asked


read, change, delete = of_album("GET"), of_album("PATCH", told={"name": "X"}), of_album("DELETE")


numbers = of_album("GET", "/numbers")


def make(visit: Visit, told: Any = None, **how: Any) -> Answer:
    return ask(visit, "POST", ALBUMS, told or {"name": "Party"}, **how)


def join(visit: Visit, code: str) -> Answer:
    return ask(visit, "POST", f"/albums/{code}/join", {"name": "Ada"}, token=None)


def enrol(visit: Visit, album_id: str | None = None, **how: Any) -> Answer:
    told = {"album": album_id or kept(visit).album_id, "name": "Bar"}
    return ask(visit, "POST", KIOSKS, told, **how)


def kiosks(visit: Visit, album_id: str | None = None, **how: Any) -> Answer:
    return ask(visit, "GET", f"/kiosks?album={album_id or kept(visit).album_id}", **how)


def remove(
    visit: Visit, album_id: str | None = None, kiosk_id: str | None = None, **how: Any
) -> Answer:
    if album_id is None:
        album_id = kept(visit, kiosks={(kiosk := a_kiosk()).kiosk_id: kiosk}).album_id
        kiosk_id = kiosk_id or kiosk.kiosk_id
    target = f"/kiosks/{kiosk_id or tokens.new_id()}?album={album_id}"
    return ask(visit, "DELETE", target, **how)


def opened(visit: Visit, key: str) -> Answer:
    return visit.api.open({"Authorization": f"Bearer {key}"})


def contended(refused: Refused) -> Refused:
    """Others write the album all the time."""

    def asked(visit: Visit) -> Answer:
        visit.traffic.refuse("UpdateItem", 400, "ConditionalCheckFailedException", "too late")
        visit.traffic.refuse("DeleteItem", 400, "ConditionalCheckFailedException", "too late")
        return refused(visit)

    return asked


def in_album(claim: Refused, **changes: Any) -> Refused:
    """The session's photos go into an album that is so by now."""

    def asked(visit: Visit) -> Answer:
        album = kept(visit, **changes)
        before = visit.session()
        after = replace(before, album_id=album.album_id)
        visit.services.sessions.replace(before, after, before.created_at)
        if album.max_photos == 1:
            visit.services.albums.take_place(album.album_id, tokens.new_id(), 2**31)
        return claim(visit)

    return asked


def in_no_album(claim: Refused) -> Refused:
    """The session's album was deleted."""

    def asked(visit: Visit) -> Answer:
        before = visit.session()
        after = replace(before, album_id=tokens.new_id())
        visit.services.sessions.replace(before, after, before.created_at)
        return claim(visit)

    return asked


def raced(claim: Refused) -> Refused:
    """Places that lapsed are given to others all the time, and never to this photo."""

    def asked(visit: Visit) -> Answer:
        visit.traffic.refuse("UpdateItem", 400, "ConditionalCheckFailedException", "too late")
        return in_album(claim, held={tokens.new_id(): 1}, photo_count=1, max_photos=1000)(visit)

    return asked


def _key_of(**changes: Any) -> Callable[[Visit], Answer]:
    """A session is opened with the key of a kiosk whose album is so."""

    def asked(visit: Visit) -> Answer:
        album = kept(visit, **changes)
        key = enrol(visit, album.album_id).json["kioskKey"]
        if album.max_photos == 1:
            visit.services.albums.take_place(album.album_id, tokens.new_id(), 2**31)
        return opened(visit, key)

    return asked


def _joined(**changes: Any) -> Callable[[Visit], Answer]:
    def asked(visit: Visit) -> Answer:
        album = kept(visit, code=new_code(), **changes)
        if album.max_photos == 1:
            visit.services.albums.take_place(album.album_id, tokens.new_id(), 2**31)
        return join(visit, album.code)

    return asked


def _full_of_kiosks(visit: Visit) -> Answer:
    many = (a_kiosk(kiosk_id=tokens.new_id()) for _ in range(limits.ALBUM_KIOSKS))
    return enrol(visit, kept(visit, kiosks={each.kiosk_id: each for each in many}).album_id)


def _with_photos(visit: Visit) -> Answer:
    album = kept(visit)
    visit.services.albums.take_place(album.album_id, tokens.new_id(), 2**31)
    return delete(visit, album.album_id)


def _claim(visit: Visit) -> Answer:
    return visit.claim(size=9)


LATER = {"opens_at": 2**32}

#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Refused] = {
    ("POST", OPEN, "KioskKeyRequired"): lambda v: v.api.open({"Authorization": "Basic eDp5"}),
    ("POST", OPEN, "KioskKeyRefused"): lambda v: opened(v, "a.b.c"),
    ("POST", OPEN, "AlbumClosed"): _key_of(**LATER),
    ("POST", OPEN, "AlbumFull"): _key_of(max_photos=1),
    ("GET", TICKET, "AlbumNotFound"): in_no_album(_claim),
    ("GET", TICKET, "AlbumClosed"): in_album(_claim, **LATER),
    ("GET", TICKET, "AlbumFull"): in_album(_claim, max_photos=1),
    ("GET", TICKET, "AlbumBusy"): raced(_claim),
    ("POST", START, "AlbumNotFound"): in_no_album(start),
    ("POST", START, "AlbumClosed"): in_album(start, **LATER),
    ("POST", START, "AlbumFull"): in_album(start, max_photos=1),
    ("POST", START, "AlbumBusy"): raced(start),
    ("POST", ALBUMS, "InvalidRequest"): lambda v: make(v, {"name": ""}),
    ("POST", ALBUMS, "SignInRequired"): lambda v: make(v, token=None),
    ("POST", ALBUMS, "HostRequired"): lambda v: make(v, token=an_id_token()),
    ("POST", ALBUMS, "ServiceUnavailable"): away("PutItem", make),
    ("GET", ALBUMS, "InvalidRequest"): lambda v: ask(v, "GET", "/albums?after=x"),
    ("GET", ALBUMS, "SignInRequired"): lambda v: ask(v, "GET", ALBUMS, token=None),
    ("GET", ALBUMS, "ServiceUnavailable"): away("Query", lambda v: ask(v, "GET", ALBUMS)),
    ("GET", ALBUM, "InvalidRequest"): lambda v: read(v, "x"),
    ("GET", ALBUM, "SignInRequired"): lambda v: read(v, token=None),
    ("GET", ALBUM, "AlbumNotFound"): lambda v: read(v, tokens.new_id()),
    ("GET", ALBUM, "ServiceUnavailable"): away("GetItem", read),
    ("PATCH", ALBUM, "InvalidRequest"): of_album("PATCH", told={"maxPhotos": 0}),
    ("PATCH", ALBUM, "SignInRequired"): lambda v: change(v, token=None),
    ("PATCH", ALBUM, "AlbumNotFound"): lambda v: change(v, tokens.new_id()),
    ("PATCH", ALBUM, "AlbumBusy"): contended(change),
    ("PATCH", ALBUM, "ServiceUnavailable"): away("UpdateItem", change),
    ("DELETE", ALBUM, "InvalidRequest"): lambda v: delete(v, "x"),
    ("DELETE", ALBUM, "SignInRequired"): lambda v: delete(v, token=None),
    ("DELETE", ALBUM, "AlbumNotFound"): lambda v: delete(v, token=an_id_token("x", Group.HOST)),
    ("DELETE", ALBUM, "AlbumNotEmpty"): _with_photos,
    ("DELETE", ALBUM, "AlbumBusy"): contended(delete),
    ("DELETE", ALBUM, "ServiceUnavailable"): away("DeleteItem", delete),
    ("GET", NUMBERS, "InvalidRequest"): of_album("GET", "/numbers?since=noon"),
    ("GET", NUMBERS, "SignInRequired"): lambda v: numbers(v, token=None),
    ("GET", NUMBERS, "AlbumNotFound"): lambda v: numbers(v, tokens.new_id()),
    ("GET", NUMBERS, "ServiceUnavailable"): away("Query", numbers),
    ("POST", JOIN, "InvalidRequest"): lambda v: join(v, "O0"),
    ("POST", JOIN, "AlbumNotFound"): lambda v: join(v, "ZZZZZZZZZZ"),
    ("POST", JOIN, "AlbumClosed"): _joined(**LATER),
    ("POST", JOIN, "AlbumFull"): _joined(max_photos=1),
    ("POST", JOIN, "ServiceUnavailable"): away("Query", lambda v: join(v, "ZZZZZZZZZZ")),
    ("POST", KIOSKS, "InvalidRequest"): lambda v: ask(v, "POST", KIOSKS, {"name": "Bar"}),
    ("POST", KIOSKS, "SignInRequired"): lambda v: enrol(v, token=None),
    ("POST", KIOSKS, "AlbumNotFound"): lambda v: enrol(v, token=an_id_token()),
    ("POST", KIOSKS, "KioskLimitReached"): _full_of_kiosks,
    ("POST", KIOSKS, "AlbumBusy"): contended(enrol),
    ("POST", KIOSKS, "ServiceUnavailable"): away("UpdateItem", enrol),
    ("GET", KIOSKS, "InvalidRequest"): lambda v: ask(v, "GET", KIOSKS),
    ("GET", KIOSKS, "SignInRequired"): lambda v: kiosks(v, token=None),
    ("GET", KIOSKS, "AlbumNotFound"): lambda v: kiosks(v, tokens.new_id()),
    ("GET", KIOSKS, "ServiceUnavailable"): away("GetItem", kiosks),
    ("DELETE", KIOSK, "InvalidRequest"): lambda v: remove(v, kiosk_id="x"),
    ("DELETE", KIOSK, "SignInRequired"): lambda v: remove(v, token=None),
    ("DELETE", KIOSK, "AlbumNotFound"): lambda v: remove(v, tokens.new_id()),
    ("DELETE", KIOSK, "KioskNotFound"): lambda v: remove(v, kiosk_id=tokens.new_id()),
    ("DELETE", KIOSK, "AlbumBusy"): contended(remove),
    ("DELETE", KIOSK, "ServiceUnavailable"): away("UpdateItem", remove),
}
