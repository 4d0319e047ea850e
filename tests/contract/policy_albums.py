"""A part of the visit in which everything happens: a host, his album, its kiosk and its guests."""

import json
from dataclasses import replace
from types import ModuleType
from typing import Any

from chalicelib.album import FOR_EVER
from chalicelib.keys import upload_key
from chalicelib.people import Group
from chalicelib.photo import Photo
from chalicelib.ports import Services
from devserver.resources import UPLOADS_BUCKET
from tests.builders import HOST_ID, an_id
from tests.contract.http_client import Gateway
from tests.contract.policy_walls import connect, listen, sync
from tests.events import an_s3_event, an_s3_record
from tests.id_tokens import an_id_token

HOST, OPERATOR = an_id_token(HOST_ID, Group.HOST), an_id_token("ops", Group.OPERATOR)


class AlbumVisit:
    """A host and his album."""

    def __init__(self, app: ModuleType, services: Services) -> None:
        self._app, self._services = app, services
        self._gateway = Gateway(app.app)

    def everything(self) -> None:
        """All that asks the table of albums, or for secrets."""
        album = self._ask("POST", "/albums", HOST, {"name": "Party"})
        of_album = f"/albums/{album['albumId']}"
        for token in (HOST, OPERATOR):
            (found,) = self._ask("GET", "/albums", token)["albums"]
            assert found["albumId"] == album["albumId"]
        assert self._ask("GET", f"{of_album}/numbers", HOST)["total"] == 0
        kiosk = self._ask("POST", "/kiosks", HOST, {"album": album["albumId"], "name": "Bar"})
        self._ask("POST", "/sessions", kiosk["kioskKey"])
        self._has_walls(album["albumId"], kiosk["kioskKey"], kiosk["kioskId"])
        self._ask("DELETE", f"/kiosks/{kiosk['kioskId']}?album={album['albumId']}", HOST)
        joined = self._ask("POST", f"/albums/{album['code']}/join")
        session = f"sessionId={joined['sessionId']}"
        photo = self._ask("GET", f"/upload-url?{session}&size=5", joined["phoneToken"])["photoId"]
        self._ask("DELETE", f"/uploads/{photo}?{session}", joined["phoneToken"])
        self._ask("DELETE", of_album, HOST)
        self._comes_late()

    def _has_walls(self, album_id: str, key: str, kiosk_id: str) -> None:
        """A wall and its host listen."""
        leave = self._ask("POST", f"/albums/{album_id}/listen", HOST)["token"]
        for token in (leave, key):
            connect(self._app, self._services, album_id, token)
        sync(self._app, album_id)
        listen(self._services, album_id, kiosk_id)
        self._ask("PATCH", f"/albums/{album_id}", HOST, {"attract": "PHOTOS"})
        for asked in ("", "?attract=true", f"?attract=true&photoIds={an_id(1)}"):
            self._ask("GET", f"/wall{asked}", key)
        self._ask("POST", f"/albums/{album_id}/wall", HOST, {"paused": True, "next": True})

    def _comes_late(self) -> None:
        """A photo comes when its place is given away."""
        album = self._ask("POST", "/albums", HOST, {"name": "Full", "maxPhotos": 1})
        joined = self._ask("POST", f"/albums/{album['code']}/join")
        target = f"/upload-url?sessionId={joined['sessionId']}&size=5&contentType=image/jpeg"
        photo_id = self._ask("GET", target, joined["phoneToken"])["photoId"]
        before = self._services.sessions.load(joined["sessionId"])
        assert before is not None
        after = before.with_photo(lapsed(before.photos[photo_id]))
        self._services.sessions.replace(before, after, before.created_at)
        self._services.albums.free_place(album["albumId"], photo_id)
        self._services.albums.take_place(album["albumId"], an_id(1), FOR_EVER)
        key = upload_key(joined["sessionId"], photo_id, "image/jpeg")
        self._app.photo_uploaded(an_s3_event(an_s3_record(key, 5, UPLOADS_BUCKET)), None)

    def _ask(self, method: str, target: str, token: str = "", told: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers["Content-Type"] = "application/json"
        body = b"" if told is None else json.dumps(told).encode()
        answer = self._gateway.request(method, target, headers, body)
        assert answer.status in (200, 201), answer.body
        return answer.json


def lapsed(photo: Photo) -> Photo:
    """The photo, if its album had given it a place for the past only."""
    assert photo.entry is not None
    return replace(photo, entry=replace(photo.entry, place_until=1))
