"""Somebody of each kind, and a well-formed request to each route, about what is not theirs."""

import json
from dataclasses import dataclass, replace
from typing import Any

from chalicelib import tokens
from chalicelib.album import new_code
from chalicelib.album_entry import AlbumEntry
from chalicelib.people import Group
from chalicelib.photo import Photo
from chalicelib.ports import Services
from tests.builders import an_album
from tests.contract.http_client import Api
from tests.contract.http_contract import Answer
from tests.id_tokens import an_id_token
from tests.libraries import a_library_photo

#: Who asks: nobody; the phone and the screen of a session, and the phone of another one; the owner
#: of a photo, somebody else, the host of its album, another host, an operator.
CALLERS = (
    *("nobody", "visitor", "screen", "other visitor"),
    *("user", "other user", "host", "other host", "operator"),
)
USER, OTHER, HOST, OTHER_HOST = "user-0001", "user-0002", "host-0003", "host-0005"
_FILM = {"size": 1000, "contentType": "video/mp4", "requestId": "film-0001"}
_EMAIL = "nobody@example.org"
_LOGIN = {"email": _EMAIL, "password": "a long enough one"}
_CODE = {"email": _EMAIL, "code": "123456"}


@dataclass(frozen=True)
class World:
    """An album with a photo, a kiosk and an export; and a session whose phone sends a film."""

    api: Api
    services: Services
    album_id: str
    code: str
    photo: Photo
    kiosk_id: str
    export_id: str
    session_id: str
    film_id: str
    tokens: dict[str, str | None]

    @classmethod
    def made(cls, api: Api, services: Services) -> "World":
        """A new one, which meets no other."""
        album = an_album(
            album_id=tokens.new_id(), code=new_code(), owner_id=HOST, photo_count=1, held={}
        )
        services.albums.create(album)
        photo = a_library_photo(1, photo_id=tokens.new_id(), owner_id=USER)
        photo = replace(photo, album_id=album.album_id, entry=AlbumEntry(1))
        services.photos.record(photo)
        phones = [tokens.new_token() for _ in range(2)]
        sessions = [api.open({"Content-Type": "application/json"}).json for _ in phones]
        films = [
            api.start(phone, sessionId=each["sessionId"], **_FILM).json["photoId"]
            for phone, each in zip(phones, sessions, strict=True)
        ]
        made = cls(
            api=api,
            services=services,
            album_id=album.album_id,
            code=album.code,
            photo=photo,
            kiosk_id="",
            export_id="",
            session_id=sessions[0]["sessionId"],
            film_id=films[0],
            tokens={
                "nobody": None,
                "visitor": phones[0],
                "screen": sessions[0]["screenToken"],
                "other visitor": phones[1],
                "user": an_id_token(USER),
                "other user": an_id_token(OTHER),
                "host": an_id_token(HOST, Group.HOST),
                "other host": an_id_token(OTHER_HOST, Group.HOST),
                "operator": an_id_token("operator-0004", Group.OPERATOR),
            },
        )
        kiosk = made.ask("host", "POST", "/kiosks", {"album": album.album_id, "name": "Bar"})
        export = made.ask("host", "POST", f"/albums/{album.album_id}/exports", {})
        return replace(made, kiosk_id=kiosk.json["kioskId"], export_id=export.json["exportId"])

    def ask(self, caller: str, method: str, target: str, body: Any = None) -> Answer:
        """A request of this caller."""
        token = self.tokens[caller]
        if (method, target.partition("?")[0]) == ("POST", "/upload-url"):
            return self.api.form(self.session_id, **{"access_token": token} if token else {})
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        said = b"" if body is None else json.dumps(body).encode()
        return self.api.request(method, target, headers, said)

    def kept(self) -> tuple[Any, ...]:
        """What a stranger must not change: the photo, the album with its kiosks, the session."""
        services = self.services
        return (
            services.photos.load(self.photo.photo_id),
            services.albums.load(self.album_id),
            services.sessions.load(self.session_id),
        )

    def request(self, method: str, path: str) -> tuple[str, Any]:
        """A request to this route that whoever may make it makes well: its target and body."""
        ids = {
            "photoId": self.film_id if path.startswith("/uploads") else self.photo.photo_id,
            "album": self.code if path.endswith("/join") else self.album_id,
            "kioskId": self.kiosk_id,
            "export": self.export_id,
            "sessionId": self.session_id,
        }
        target = path.format(**ids)
        of_session, of_album = f"?sessionId={self.session_id}", f"?album={self.album_id}"
        queries = {
            ("GET", "/upload-url"): of_session,
            ("POST", "/upload-url"): of_session,
            ("GET", "/uploads/{photoId}/parts"): of_session,
            ("DELETE", "/uploads/{photoId}"): of_session,
            ("GET", "/images"): of_album,
            ("GET", "/kiosks"): of_album,
            ("DELETE", "/kiosks/{kioskId}"): of_album,
            ("GET", "/image/{photoId}"): "?size=thumb",
        }
        return target + queries.get((method, path), ""), self._bodies().get((method, path))

    def _bodies(self) -> dict[tuple[str, str], Any]:
        album = {"album": self.album_id}
        return {
            ("POST", "/sessions"): {},
            ("POST", "/sessions/{sessionId}/messages"): {
                "action": "shown",
                "photoId": self.film_id,
            },
            ("POST", "/uploads"): {"sessionId": self.session_id, **_FILM},
            ("POST", "/uploads/{photoId}/complete"): {"sessionId": self.session_id},
            ("POST", "/auth/signup"): _LOGIN,
            ("POST", "/auth/verify"): _CODE,
            ("POST", "/auth/signin"): _LOGIN,
            ("POST", "/auth/refresh"): {"refreshToken": "x" * 40},
            ("POST", "/auth/signout"): {"refreshToken": "x" * 40},
            ("POST", "/auth/forgot-password"): {"email": _EMAIL},
            ("POST", "/auth/confirm-forgot-password"): {**_CODE, "newPassword": "a longer one yet"},
            ("POST", "/upload"): {"filename": "a.jpg", "content_type": "image/jpeg", "size": 9}
            | album,
            ("DELETE", "/images"): {"photoIds": [self.photo.photo_id]},
            ("PATCH", "/image/{photoId}"): {"comment": "mine"},
            ("POST", "/albums"): {"name": "Party"},
            ("PATCH", "/albums/{album}"): {"name": "Mine"},
            ("POST", "/albums/{album}/join"): {},
            ("POST", "/albums/{album}/exports"): {},
            # As it is: what a stranger must not change stays the same.
            ("POST", "/albums/{album}/wall"): {"paused": False},
            ("POST", "/albums/{album}/listen"): {},
            ("POST", "/kiosks"): {**album, "name": "Door"},
        }
