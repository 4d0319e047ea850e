"""The way of photos from S3's event to the screens, and what must be at its end."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from chalicelib import arrivals, notifications, uploads
from chalicelib.keys import parse_upload_key, rendition_key
from chalicelib.photo import PhotoState, Rejection, RenditionName
from chalicelib.watermarks import Watermark
from tests.actors import put
from tests.builders import PHONE_TOKEN, a_handshake, a_socket, a_ticket_request
from tests.fake_pictures import MemoryModerator, refusal
from tests.fakes import MemoryServices
from tests.interruptions import until_done
from tests.watching import RANKS
from tests.workers import Worker
from tests.worlds import SCREENS, World, unclaimed

LISTENERS = (*SCREENS, "phone")
LOGO = "watermarks/logo.png"
BAD = refusal(Rejection.TRUNCATED, late=True)


@dataclass
class Chain(World):
    """A world whose uploads have contents, of which one is bad."""

    #: What was uploaded, by its key.
    contents: dict[str, bytes] = field(default_factory=dict)
    #: What stands in each rendition beside its name and the content.
    mark: str = "unmarked"

    def tell(self, services: MemoryServices, key: str) -> None:
        """S3 tells of this upload."""
        arrivals.accept_arrivals(services, [each for each in self.arrivals if each.key == key])

    def run(self, services: MemoryServices, work: Worker, *errors: type[Exception]) -> None:
        """S3's events, then the queue's messages; each again as long as it fails by these errors.

        S3's event that failed comes again after a minute, when the queue is empty: Lambda waits so
        long between its attempts.
        """
        again = [
            key for key in self.contents if not _done(partial(self.tell, services, key), errors)
        ]
        self.drain(services, work, *errors)
        for key in again:
            until_done(partial(self.tell, services, key), *errors)
        self.drain(services, work, *errors)

    def drain(self, services: MemoryServices, work: Worker, *errors: type[Exception]) -> None:
        """The queue hands out all that is in it."""
        waiting, self.services.jobs.sent = self.services.jobs.sent, []
        for job in waiting:
            work(services, job.key, *errors)

    # What must be

    def check(self) -> None:
        """One outcome of each photo, one set of its renditions, and no state that moved back."""
        kept: dict[str, bytes] = {}
        for key, content in self.contents.items():
            photo_id = id_of(key)
            state = PhotoState.REJECTED if content == BAD else PhotoState.READY
            assert self.truth()[1][photo_id] == state
            record = self.services.photos.load(photo_id)
            assert record is not None
            assert record.state is state
            assert (key in self.services.objects) is (content != BAD)
            if content != BAD:
                for name in RenditionName:
                    told = f"{name} of {content.decode()}, {self.mark}"
                    kept[rendition_key(photo_id, name)] = told.encode()
                assert {each.key for each in record.renditions} <= kept.keys()
        media = {key: jpeg for key, jpeg in self.services.media.objects.items() if key != LOGO}
        assert media == kept
        for listener in LISTENERS:
            for photo_id in map(id_of, self.contents):
                ranks = [RANKS[state] for state in self.heard(listener, photo_id)]
                assert ranks == sorted(ranks), (listener, self.heard(listener, photo_id))

    def heard(self, listener: str, photo_id: str) -> list[PhotoState]:
        """The states of this photo that this listener was told, in their order."""
        photos = [message.get("photo") for message in self.services.screens.told(listener)]
        return [
            PhotoState(photo["state"]) for photo in photos if photo and photo["photoId"] == photo_id
        ]

    def outcomes_heard(self, listener: str) -> dict[str, int]:
        """How often this listener was told what became of each photo."""
        settled = (PhotoState.READY, PhotoState.REJECTED)
        return {
            photo_id: sum(state in settled for state in self.heard(listener, photo_id))
            for photo_id in map(id_of, self.contents)
        }


def chain(contents: Iterable[bytes] = (b"good", BAD), *, everything: bool = False) -> Chain:
    """Uploads of these contents are in the store and nobody has been told.

    With everything: a logo as watermark, and a moderator.
    """
    world = unclaimed()
    services = world.services
    if everything:
        watermarks = {"*": Watermark(logo=LOGO)}
        services = replace(
            services,
            settings=replace(services.settings, watermarks=watermarks),
            moderator=MemoryModerator(b"nude"),
        )
        services.media.objects[LOGO] = b"logo"
    made = Chain(services, [], mark="marked logo" if everything else "unmarked")
    for number, content in enumerate(contents):
        request = a_ticket_request(request_id=f"request-{number}", size_bytes=1000 + number)
        ticket = uploads.issue_ticket(services, request)
        made.arrivals.append(put(services, ticket, 1000 + number, content=content))
        made.contents[made.arrivals[-1].key] = content
    notifications.subscribe(services, a_socket("phone"), a_handshake(token=PHONE_TOKEN))
    services.screens.frames.clear()
    return made


def id_of(key: str) -> str:
    """The photo of this upload."""
    parsed = parse_upload_key(key)
    assert parsed is not None
    return parsed.photo_id


def _done(operation: "partial[None]", errors: tuple[type[Exception], ...]) -> bool:
    try:
        operation()
    except errors:
        return False
    return True
