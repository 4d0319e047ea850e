"""The ports in memory.

Fakes and not mocks: they keep the promises of chalicelib/ports.py, so a test says what has become
of things and not which calls were made; they cannot drift, because tests/contract/test_stores_*.py
run one suite on them and on the adapters to AWS; and they speak Python (`len`, `in`).
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from chalicelib.errors import ConnectionGone, ServiceUnavailable, SessionChanged
from chalicelib.model import Session
from chalicelib.photo import Photo, PhotoState
from chalicelib.ports import Moderator, Services
from chalicelib.settings import Settings
from tests.fake_accounts import Accounts, MemoryPasswordResets, MemorySignIns, MemorySignUps
from tests.fake_albums import MemoryAlbumStore, MemorySecrets
from tests.fake_connections import MemoryConnectionStore
from tests.fake_exports import MemoryExportStore
from tests.fake_library import MemoryPhotoLibrary, MemoryPhotoPlacement
from tests.fake_metrics import MemoryMetrics
from tests.fake_parts import MemoryPartStore, MemorySigner
from tests.fake_pictures import (
    BUCKET,
    MemoryJobQueue,
    MemoryMediaStore,
    MemoryObjectStore,
    MemoryRenderer,
    MemoryWorkflows,
)
from tests.fake_quotas import MemoryQuotaStore
from tests.fake_webhooks import MemoryWebhooks
from tests.numbered import Numbered

SITE = "https://photos.example.org"
#: When the tests begin, in epoch seconds.
START = 1_800_000_000


class MemorySessionStore:
    """`SessionStore` in a dict."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}

    def __len__(self) -> int:
        return len(self._sessions)

    def __contains__(self, session_id: object) -> bool:
        return session_id in self._sessions

    def create(self, session: Session) -> None:
        if session.session_id in self._sessions:
            raise ServiceUnavailable
        self._sessions[session.session_id] = session

    def load(self, session_id: str) -> Session | None:
        return self._sessions.get(session_id)

    def replace(self, before: Session, after: Session, now: int) -> Session:
        stored = self._sessions.get(before.session_id)
        if stored is None or stored.version != before.version or stored.expires_at <= now:
            raise SessionChanged
        self._sessions[before.session_id] = replace(after, version=before.version + 1)
        return self._sessions[before.session_id]

    def forget(self, session_id: str) -> None:
        """What TTL does in the end."""
        del self._sessions[session_id]


class MemoryPhotoStore:
    """`PhotoStore` in a dict."""

    def __init__(self) -> None:
        #: Shared with a `MemoryPhotoLibrary`.
        self.records: dict[str, Photo] = {}

    def __len__(self) -> int:
        return len(self.records)

    def __contains__(self, photo_id: object) -> bool:
        return photo_id in self.records

    def record(self, photo: Photo) -> None:
        self.records.setdefault(photo.photo_id, photo)

    def load(self, photo_id: str) -> Photo | None:
        return self.records.get(photo_id)

    def settle(self, photo: Photo) -> Photo | None:
        known = self.records.get(photo.photo_id)
        if known is not None and known.state is PhotoState.STORED:
            self.records[photo.photo_id] = replace(
                known,
                state=photo.state,
                rejection=photo.rejection,
                renditions=photo.renditions,
                ready_at=photo.ready_at,
                facts=photo.facts,
            )
        return self.records.get(photo.photo_id)

    def forget(self, photo_id: str) -> None:
        """What a host does who deletes it."""
        del self.records[photo_id]


class RecordingScreens:
    """`Screens` that write down each frame. Some browsers are gone, some not reached right now."""

    def __init__(self) -> None:
        self.gone: set[str] = set()
        self.unreachable: set[str] = set()
        #: Connection, address and text of each frame, in the order of sending.
        self.frames: list[tuple[str, str, str]] = []

    def __len__(self) -> int:
        return len(self.frames)

    def post(self, connection_id: str, callback_url: str, text: str) -> None:
        if connection_id in self.gone:
            raise ConnectionGone
        if connection_id in self.unreachable:
            raise ServiceUnavailable
        self.frames.append((connection_id, callback_url, text))

    def told(self, connection_id: str) -> list[dict[str, Any]]:
        """The messages that this browser got."""
        return [json.loads(text) for known, _, text in self.frames if known == connection_id]

    def types(self, connection_id: str) -> list[str]:
        """Their types."""
        return [message["type"] for message in self.told(connection_id)]


class TickingClock:
    """A clock that moves when a test says so."""

    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def tick(self, seconds: int) -> None:
        """Time goes by."""
        self.now += seconds


class Pauses(list[float]):
    """Waits that take no time, in seconds."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def settings(**changes: Any) -> Settings:
    """Settings of a deployment in memory."""
    return replace(
        Settings(
            site_url=SITE,
            uploads_bucket=BUCKET,
            media_bucket="media",
            job_queue_url="https://sqs.example.org/jobs",
            sessions_table="sessions",
            connections_table="connections",
            photos_table="photos",
            user_pool_arn="arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Users",
            user_pool_client_id="pages",
            albums_table="albums",
            secret_parameter="/scandrop/secrets",
        ),
        **changes,
    )


@dataclass(frozen=True)
class MemoryServices(Services):
    """`Services` whose ports are known to be fakes, so that tests can look into them."""

    settings: Settings = field(default_factory=settings)
    sessions: MemorySessionStore = field(default_factory=MemorySessionStore)
    quotas: MemoryQuotaStore = field(default_factory=MemoryQuotaStore)
    photos: MemoryPhotoStore = field(default_factory=MemoryPhotoStore)
    albums: MemoryAlbumStore = field(default_factory=MemoryAlbumStore)
    #: Those of `services()` share the records above.
    library: MemoryPhotoLibrary = field(default_factory=lambda: MemoryPhotoLibrary({}))
    placement: MemoryPhotoPlacement = field(
        default_factory=lambda: MemoryPhotoPlacement({}, MemoryAlbumStore())
    )
    connections: MemoryConnectionStore = field(default_factory=MemoryConnectionStore)
    screens: RecordingScreens = field(default_factory=RecordingScreens)
    signer: MemorySigner = field(default_factory=MemorySigner)
    objects: MemoryObjectStore = field(default_factory=MemoryObjectStore)
    #: Those of `services()` share the objects above.
    parts: MemoryPartStore = field(default_factory=lambda: MemoryPartStore(MemoryObjectStore()))
    media: MemoryMediaStore = field(default_factory=MemoryMediaStore)
    #: Those of `services()` share the objects above, and the clock.
    exports: MemoryExportStore = field(
        default_factory=lambda: MemoryExportStore(
            MemoryMediaStore(), MemoryObjectStore(), TickingClock()
        )
    )
    jobs: MemoryJobQueue = field(default_factory=MemoryJobQueue)
    workflows: MemoryWorkflows = field(default_factory=MemoryWorkflows)
    webhooks: MemoryWebhooks = field(default_factory=MemoryWebhooks)
    secrets: MemorySecrets = field(default_factory=MemorySecrets)
    renderer: MemoryRenderer = field(default_factory=MemoryRenderer)
    moderator: Moderator | None = None
    #: Those of `services()` share their accounts.
    sign_ups: MemorySignUps = field(default_factory=lambda: MemorySignUps(Accounts()))
    sign_ins: MemorySignIns = field(default_factory=lambda: MemorySignIns(Accounts()))
    password_resets: MemoryPasswordResets = field(
        default_factory=lambda: MemoryPasswordResets(Accounts())
    )
    metrics: MemoryMetrics = field(default_factory=MemoryMetrics)
    clock: TickingClock = field(default_factory=TickingClock)
    timer: TickingClock = field(default_factory=TickingClock)
    pause: Pauses = field(default_factory=Pauses)
    new_id: Numbered = field(default_factory=lambda: Numbered("id", 22))
    new_token: Numbered = field(default_factory=lambda: Numbered("token", 43))


def services(**changes: Any) -> MemoryServices:
    """Fresh services in memory; keywords are settings that differ."""
    objects, accounts = MemoryObjectStore(), Accounts()
    photos, albums = MemoryPhotoStore(), MemoryAlbumStore()
    media, clock = MemoryMediaStore(), TickingClock()
    return MemoryServices(
        settings=settings(**changes),
        objects=objects,
        parts=MemoryPartStore(objects),
        media=media,
        exports=MemoryExportStore(media, objects, clock),
        clock=clock,
        photos=photos,
        albums=albums,
        library=MemoryPhotoLibrary(photos.records),
        placement=MemoryPhotoPlacement(photos.records, albums),
        sign_ups=MemorySignUps(accounts),
        sign_ins=MemorySignIns(accounts),
        password_resets=MemoryPasswordResets(accounts),
    )
