"""What the use cases need from outside, one protocol per need, and all of them together.

Every method may raise ServiceUnavailable. Adapters to AWS are in `aws/`, fakes in `tests/fakes.py`;
one suite of contract tests runs on both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from chalicelib.messages import Health
from chalicelib.model import Announcement, Connection, Photo, Session
from chalicelib.settings import Settings


@dataclass(frozen=True)
class SignedRequest:
    """A request that anyone may make until it expires, if they send just these headers."""

    method: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class ObjectFacts:
    """What the store knows of an object."""

    size_bytes: int
    content_type: str | None


class SessionStore(Protocol):
    """Keeps sessions. Reads are strongly consistent."""

    def create(self, session: Session) -> None:
        """Store a session whose id is new."""

    def load(self, session_id: str) -> Session | None:
        """The session, also one that has expired and is still there; None if there is none."""

    def replace(self, before: Session, after: Session, now: int) -> Session:
        """Store `after` in place of `before`; return it as it is stored.

        Raises:
            SessionChanged: another writer was first, or the session is gone or expired at `now`.
        """


class PhotoStore(Protocol):
    """Keeps photos beyond their sessions."""

    def record(self, photo: Photo) -> None:
        """Store a photo that has arrived. A photo that is known stays as it is."""

    def load(self, photo_id: str) -> Photo | None:
        """The photo, or None."""


class ConnectionStore(Protocol):
    """Keeps who listens to what. Reads of a channel are strongly consistent."""

    def add(self, connection: Connection) -> None:
        """Register a connection."""

    def load(self, channel: str, connection_id: str, now: int) -> Connection | None:
        """The connection, if it listens to this channel."""

    def listening(self, channel: str, now: int) -> list[Connection]:
        """All that listen to this channel."""

    def remove(self, connection_id: str) -> None:
        """Forget this connection, and no other. One that is not known is no error."""


class Screens(Protocol):
    """Reaches the browsers behind connections."""

    def post(self, connection_id: str, callback_url: str, text: str) -> None:
        """Send one text frame.

        Raises:
            ConnectionGone: nobody is there any more.
        """


class UploadSigner(Protocol):
    """Lets a phone write one object, and nothing else, straight to the store."""

    def sign_put(self, key: str, announced: Announcement, seconds: int) -> SignedRequest:
        """A PUT of this key: once, of just the announced size, type and checksum."""


class ObjectStore(Protocol):
    """Reads and removes what phones have uploaded."""

    def facts(self, key: str) -> ObjectFacts | None:
        """What is known of the object; None if it is not there."""

    def view_url(self, key: str, content_type: str, seconds: int) -> str:
        """A signed URL that shows the object as this type, whatever the uploader called it."""

    def delete(self, key: str) -> None:
        """Remove the object. One that is not there is no error."""


@dataclass(eq=False)
class LastHealth:
    """What this process last saw of its dependencies. Read and write it under its lock."""

    health: Health | None = None
    #: By `Services.timer`.
    seen_at: float = 0.0
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True)
class Services:
    """All that a use case may need, as one value."""

    settings: Settings
    sessions: SessionStore
    photos: PhotoStore
    connections: ConnectionStore
    screens: Screens
    signer: UploadSigner
    objects: ObjectStore
    #: Epoch seconds.
    clock: Callable[[], int]
    #: Seconds since whenever, which only go forwards: for how long something takes.
    timer: Callable[[], float]
    new_id: Callable[[], str]
    new_token: Callable[[], str]
    last_health: LastHealth = field(default_factory=LastHealth)
