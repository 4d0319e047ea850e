"""A visit by HTTP, and how to meet in it each refusal that docs/openapi.yaml declares."""

from collections.abc import Callable
from dataclasses import replace

from botocore.exceptions import NoCredentialsError

from chalicelib import limits, tokens
from chalicelib.model import Session
from chalicelib.photo import Announcement, Photo, PhotoState
from chalicelib.ports import Services
from tests.builders import SHA256
from tests.contract.http_client import Api
from tests.contract.http_contract import Answer
from tests.contract.traffic import Traffic
from tests.id_tokens import an_id_token

READ, TICKET, OPEN = "/sessions/{sessionId}", "/upload-url", "/sessions"
SAY, WITHDRAW = "/sessions/{sessionId}/messages", "/uploads/{photoId}"


class Visit:
    """A session somebody has opened, and what may happen to it."""

    def __init__(self, api: Api, services: Services, traffic: Traffic) -> None:
        self.api, self.services, self.traffic = api, services, traffic
        opened = api.open().json
        self.id, self.screen = opened["sessionId"], opened["screenToken"]
        self.phone = tokens.new_token()

    def claim(self, **facts: object) -> Answer:
        return self.api.ticket(self.id, self.phone, **facts)

    def shows(self, photo_id: str | None = None, token: str | None = None) -> Answer:
        """The screen shows this photo, or one that has arrived."""
        if photo_id is None:
            photo_id = tokens.new_id()
            self.store(self.stored(photo_id))
        said = {"action": "shown", "photoId": photo_id}
        return self.api.say(self.id, token or self.screen, **said)

    def withdraw(self, photo_id: str | None = None, token: str | None = None) -> Answer:
        """The phone takes this photo back, or one that is on its way."""
        if photo_id is None:
            photo_id = self.claim(size=1).json["photoId"]
        return self.api.withdraw(self.id, photo_id, token or self.phone)

    def session(self) -> Session:
        session = self.services.sessions.load(self.id)
        assert session is not None
        return session

    def end(self) -> None:
        self._change(lambda session: replace(session, expires_at=self.services.clock()))

    def store(self, photo: Photo) -> None:
        self._change(lambda session: session.with_photo(photo))

    def stored(self, photo_id: str, announced: Announcement | None = None) -> Photo:
        return Photo(photo_id, self.id, announced or Announcement(), PhotoState.STORED)

    def fill(self) -> Answer:
        self.claim(size=1)
        for _ in range(limits.MAX_PHOTOS):
            self.store(self.stored(tokens.new_id()))
        return self.claim(size=2)

    def _change(self, change: Callable[[Session], Session]) -> None:
        before = self.session()
        self.services.sessions.replace(before, change(before), before.created_at)


def busy(ask: Callable[[Visit], Answer]) -> Callable[[Visit], Answer]:
    """Others write the session all the time."""

    def refused(visit: Visit) -> Answer:
        visit.claim()
        photo_id = tokens.new_id()
        visit.store(Photo(photo_id, visit.id))
        visit.store(visit.stored(tokens.new_id()))
        code = "ConditionalCheckFailedException"
        visit.traffic.refuse("PutItem", 400, code, "another was first")
        return ask(visit)

    return refused


def _of(visit: Visit, state: PhotoState) -> str:
    return next(each.photo_id for each in visit.session().photos.values() if each.state is state)


def away(operation: str, ask: Callable[[Visit], Answer]) -> Callable[[Visit], Answer]:
    """This operation of AWS is not to be had."""

    def refused(visit: Visit) -> Answer:
        visit.traffic.cut(operation, NoCredentialsError())
        return ask(visit)

    return refused


def expired(ask: Callable[[Visit], Answer]) -> Callable[[Visit], Answer]:
    """The session is over."""

    def refused(visit: Visit) -> Answer:
        visit.end()
        return ask(visit)

    return refused


def _second_phone(visit: Visit) -> Answer:
    visit.claim()
    return visit.api.ticket(visit.id, tokens.new_token())


def _other_file(visit: Visit) -> Answer:
    visit.claim(requestId="photo-0001", size=1)
    return visit.claim(requestId="photo-0001", size=2)


def _already_there(visit: Visit) -> Answer:
    photo_id = visit.claim(requestId="photo-0001").json["photoId"]
    visit.store(visit.stored(photo_id, Announcement(request_id="photo-0001")))
    return visit.claim(requestId="photo-0001")


def _same_bytes(visit: Visit) -> Answer:
    said = Announcement(1000, sha256=SHA256, request_id="photo-0001")
    visit.claim()
    visit.store(visit.stored(tokens.new_id(), said))
    return visit.claim(requestId="photo-0002", size=1000, sha256=SHA256)


#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Callable[[Visit], Answer]] = {
    ("GET", "/auth/me", "SignInRequired"): lambda v: v.api.account(),
    ("GET", "/health/deep", "SignInRequired"): lambda v: v.api.request("GET", "/health/deep"),
    ("GET", "/health/deep", "OperatorRequired"): lambda v: v.api.request(
        "GET", "/health/deep", {"Authorization": f"Bearer {an_id_token()}"}
    ),
    ("POST", OPEN, "InvalidRequest"): lambda v: v.api.open(body=b"{}"),
    ("POST", OPEN, "ServiceUnavailable"): away("PutItem", lambda v: v.api.open()),
    ("GET", READ, "InvalidRequest"): lambda v: v.api.read("not-an-id", v.screen),
    ("GET", READ, "TokenRequired"): lambda v: v.api.read(v.id),
    ("GET", READ, "TokenRefused"): lambda v: v.api.read(v.id, tokens.new_token()),
    ("GET", READ, "SessionNotFound"): lambda v: v.api.read(tokens.new_id(), v.screen),
    ("GET", READ, "SessionExpired"): expired(lambda v: v.api.read(v.id, v.screen)),
    ("GET", READ, "ServiceUnavailable"): away("GetItem", lambda v: v.api.read(v.id, v.screen)),
    ("GET", TICKET, "InvalidRequest"): lambda v: v.claim(size="many"),
    ("GET", TICKET, "PhotoEmpty"): lambda v: v.claim(size=0),
    ("GET", TICKET, "TokenRequired"): lambda v: v.api.ticket(
        v.id, None, {"Authorization": "Basic eDp5"}
    ),
    ("GET", TICKET, "TokenRefused"): lambda v: v.api.ticket(v.id, v.screen),
    ("GET", TICKET, "PrefetchRefused"): lambda v: v.api.ticket(
        v.id, v.phone, {"Sec-Purpose": "prefetch;prerender"}
    ),
    ("GET", TICKET, "SessionNotFound"): lambda v: v.api.ticket(tokens.new_id(), v.phone),
    ("GET", TICKET, "SessionClaimed"): _second_phone,
    ("GET", TICKET, "RequestIdReused"): _other_file,
    ("GET", TICKET, "PhotoAlreadyStored"): _already_there,
    ("GET", TICKET, "PhotoDuplicate"): _same_bytes,
    ("GET", TICKET, "PhotoLimitReached"): lambda v: v.fill(),
    ("GET", TICKET, "SessionExpired"): expired(lambda v: v.claim()),
    ("GET", TICKET, "PhotoTooLarge"): lambda v: v.claim(size=limits.MAX_UPLOAD_BYTES + 1),
    ("GET", TICKET, "UnsupportedContentType"): lambda v: v.claim(contentType="text/html"),
    ("GET", TICKET, "SessionBusy"): busy(lambda v: v.claim(size=7)),
    ("GET", TICKET, "ServiceUnavailable"): away("GetItem", lambda v: v.claim()),
    ("POST", SAY, "InvalidRequest"): lambda v: v.api.say(v.id, v.screen, action="sync"),
    ("POST", SAY, "TokenRequired"): lambda v: v.api.say(v.id, None, action="shown"),
    ("POST", SAY, "TokenRefused"): lambda v: v.shows(token=tokens.new_token()),
    ("POST", SAY, "SessionNotFound"): lambda v: v.api.say(
        tokens.new_id(), v.screen, action="shown", photoId=tokens.new_id()
    ),
    ("POST", SAY, "PhotoNotFound"): lambda v: v.shows(tokens.new_id()),
    ("POST", SAY, "SessionExpired"): expired(lambda v: v.shows(tokens.new_id())),
    ("POST", SAY, "SessionBusy"): busy(lambda v: v.shows(_of(v, PhotoState.STORED))),
    ("POST", SAY, "ServiceUnavailable"): away("GetItem", lambda v: v.shows(tokens.new_id())),
    ("DELETE", WITHDRAW, "InvalidRequest"): lambda v: v.withdraw("not-an-id"),
    ("DELETE", WITHDRAW, "TokenRequired"): lambda v: v.api.withdraw(v.id, tokens.new_id()),
    ("DELETE", WITHDRAW, "TokenRefused"): lambda v: v.withdraw(token=v.screen),
    ("DELETE", WITHDRAW, "SessionNotFound"): lambda v: v.api.withdraw(
        tokens.new_id(), tokens.new_id(), v.phone
    ),
    ("DELETE", WITHDRAW, "PhotoNotFound"): lambda v: (v.claim(), v.withdraw(tokens.new_id()))[1],
    ("DELETE", WITHDRAW, "SessionExpired"): expired(lambda v: v.withdraw(tokens.new_id())),
    ("DELETE", WITHDRAW, "SessionBusy"): busy(lambda v: v.withdraw(_of(v, PhotoState.PENDING))),
    ("DELETE", WITHDRAW, "ServiceUnavailable"): away(
        "GetItem", lambda v: v.withdraw(tokens.new_id())
    ),
}
