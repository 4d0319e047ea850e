"""What the use cases need from outside, one protocol per need, and all of them together.

Every method may raise ServiceUnavailable. Adapters to AWS are in `aws/`, fakes in `tests/fakes.py`;
one suite of contract tests runs on both. What keeps files is in `storage`, what keeps accounts in
`identity`, what counts in `metrics`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import BinaryIO, Protocol

from chalicelib.album_store import AlbumStore, PhotoPlacement
from chalicelib.answers import Health
from chalicelib.connection import Connection
from chalicelib.export import ExportJob
from chalicelib.export_store import ExportStore
from chalicelib.identity import PasswordResets, SignIns, SignUps
from chalicelib.jobs import Job
from chalicelib.library_store import PhotoLibrary
from chalicelib.metrics import Metrics
from chalicelib.model import Session
from chalicelib.photo import Photo, PhotoFacts, Picture, Preview
from chalicelib.settings import Settings
from chalicelib.storage import MediaStore, ObjectStore, PartStore, UploadSigner
from chalicelib.watermarks import Watermark
from chalicelib.webhook import WebhookJob


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


class QuotaStore(Protocol):
    """Counts what users begin to send, day by day."""

    def spend(self, user_id: str, day: int, size_bytes: int) -> bool:
        """Count one more file of this size, if there is room for it on this day since the epoch.

        Exact, however many are counted at once. Room are `limits.USER_FILES_PER_DAY` files and
        `limits.USER_BYTES_PER_DAY` bytes.
        """


class PhotoStore(Protocol):
    """Keeps photos beyond their sessions."""

    def record(self, photo: Photo) -> None:
        """Store a photo that has arrived. A photo that is known stays as it is."""

    def load(self, photo_id: str) -> Photo | None:
        """The photo, or None."""

    def settle(self, photo: Photo) -> Photo | None:
        """Let a STORED photo become what it is now, READY or REJECTED: once, by whoever is first.

        Returns what is stored then: this photo, or what another made of it; None if it is gone.
        """


class Secrets(Protocol):
    """What this deployment signs with."""

    def live(self) -> tuple[bytes, ...]:
        """The secrets that count, newest first: sign with the first, verify with each."""


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


#: All that waits in the job queue.
QueuedJob = Job | ExportJob | WebhookJob


class JobQueue(Protocol):
    """Hands work to whoever has time for it: at least once, and again if that one fails."""

    def send(self, job: QueuedJob) -> None:
        """Queue a job."""

    def waiting(self) -> int:
        """About how many jobs wait for somebody to take them."""


class Webhooks(Protocol):
    """Reaches the receivers that hosts have named. It keeps none waiting for long."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send this; the status of the answer. ServiceUnavailable: there was none."""


class Workflows(Protocol):
    """Runs the steps of jobs one by one, and repeats those that fail."""

    def start(self, name: str, job: Job) -> None:
        """Start the workflow of this name, once: one that runs or has ended well stays as it is.

        One that has failed is done once more, from its beginning, with a job that is `repeated`.
        """


@dataclass(frozen=True)
class Mark:
    """A watermark, with its logo's PNG if it is one."""

    watermark: Watermark
    logo: bytes | None = None


@dataclass(frozen=True)
class Rendered:
    """What was made of an upload."""

    facts: PhotoFacts
    pictures: tuple[Picture, ...]


class Renderer(Protocol):
    """Looks into files that may be hostile, away from everything else.

    Files are read from their beginning. Every method raises PhotoRefused when the file is at fault.
    """

    def inspect(self, source: BinaryIO) -> PhotoFacts:
        """What the file is, by its content, if it may be decoded at all."""

    def render(self, source: BinaryIO, mark: Mark | None) -> Rendered:
        """Inspect it, decode it and make its renditions, with this across them."""

    def preview(self, source: BinaryIO) -> Preview:
        """A small picture of what has to be a small JPEG; it is made anew as renditions are."""


class Moderator(Protocol):
    """Decides whether a picture may be shown to everyone in the room."""

    def refuses(self, jpeg: bytes) -> bool:
        """Whether it must not be shown; so too if it cannot be judged, however often one asks."""


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
    quotas: QuotaStore
    photos: PhotoStore
    albums: AlbumStore
    library: PhotoLibrary
    placement: PhotoPlacement
    connections: ConnectionStore
    screens: Screens
    signer: UploadSigner
    parts: PartStore
    objects: ObjectStore
    media: MediaStore
    exports: ExportStore
    jobs: JobQueue
    workflows: Workflows
    webhooks: Webhooks
    secrets: Secrets
    renderer: Renderer
    #: None: nobody looks at photos before they are shown.
    moderator: Moderator | None
    sign_ups: SignUps
    sign_ins: SignIns
    password_resets: PasswordResets
    metrics: Metrics
    #: Epoch seconds.
    clock: Callable[[], int]
    #: Seconds since whenever, which only go forwards: for how long something takes.
    timer: Callable[[], float]
    #: Waits so many seconds.
    pause: Callable[[float], None]
    new_id: Callable[[], str]
    new_token: Callable[[], str]
    last_health: LastHealth = field(default_factory=LastHealth)
