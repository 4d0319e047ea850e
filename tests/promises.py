"""What holds after every step of the whole flow, whoever did what."""

import json
from dataclasses import replace

from hypothesis.stateful import RuleBasedStateMachine, invariant

from chalicelib.keys import rendition_key
from chalicelib.model import Session, SessionStatus
from chalicelib.photo import PhotoState, Rejection, RenditionName
from tests.builders import OTHER_TOKEN, PHONE_TOKEN
from tests.chains import id_of
from tests.fake_pictures import FACTS
from tests.fakes import MemoryServices
from tests.watching import OURS, RANKS, Browser

STATUSES = list(SessionStatus)


class Promises(RuleBasedStateMachine):
    """One session and what all may rely on; its rules are in tests/unit/test_whole_flow.py."""

    services: MemoryServices
    session_id: str
    browsers: list[Browser]
    #: The session as it was after the step before.
    before: Session
    #: Keys of uploads, whatever has become of them.
    put: list[str]
    #: Keys of uploads of which S3 has not told since they were made.
    untold: set[str]
    #: Photos whose work was cut off: of these all may hear twice.
    interrupted: set[str]

    def session(self) -> Session:
        session = self.services.sessions.load(self.session_id)
        assert session is not None
        return session

    def is_over(self) -> bool:
        return self.services.clock.now >= self.session().expires_at

    @invariant()
    def states_never_go_backwards(self) -> None:
        before, now = self.before, self.session()
        assert STATUSES.index(now.status) >= STATUSES.index(before.status)
        assert now.expires_at >= before.expires_at
        assert now.version >= before.version
        for photo_id, photo in before.photos.items():
            after = now.photos[photo_id]
            assert RANKS[after.state] >= RANKS[photo.state]
            if photo.state is after.state and RANKS[photo.state]:
                assert replace(after, told=photo.told) == photo
        self.before = now

    @invariant()
    def a_current_screen_misses_nothing(self) -> None:
        truth = {p.photo_id: p.state for p in self.session().photos.values() if RANKS[p.state]}
        for browser in self.browsers:
            browser.hear(self.services.screens.told(browser.connection_id))
            shown = {key: state for key, state in browser.states.items() if state != "PENDING"}
            if browser.is_current:
                assert shown == truth
            for photo_id, state in shown.items():
                assert RANKS[PhotoState(state)] <= RANKS[truth[photo_id]]

    @invariant()
    def a_screen_hears_one_thing_after_another_and_each_once(self) -> None:
        for browser in self.browsers:
            told = self.services.screens.told(browser.connection_id)
            photos = [message["photo"] for message in told if "photo" in message]
            for photo_id in {photo["photoId"] for photo in photos}:
                states = [photo["state"] for photo in photos if photo["photoId"] == photo_id]
                ranks = [RANKS[PhotoState(state)] for state in states]
                assert ranks == sorted(ranks)
                if photo_id not in self.interrupted:
                    assert states.count("READY") <= 1

    @invariant()
    def what_is_stored_is_kept_and_what_is_refused_is_removed(self) -> None:
        renditions = set()
        for photo in self.session().photos.values():
            kept = self.services.photos.load(photo.photo_id)
            if not RANKS[photo.state]:
                assert kept is None or self.is_over()
            if kept is None:
                continue
            if photo.state is kept.state:
                assert replace(kept, facts=None) == replace(photo, told=False)
            else:
                # Nobody changes a session that is over.
                assert self.is_over()
                assert RANKS[photo.state] < RANKS[kept.state]
            # Once removed, it can be uploaded again, and is removed again with the next event.
            if kept.key not in self.untold:
                assert (kept.key in self.services.objects) is (kept.state in OURS)
            if kept.state is PhotoState.READY:
                renditions |= {rendition_key(kept.photo_id, name) for name in RenditionName}
        assert set(self.services.media.objects) == renditions

    @invariant()
    def of_what_was_taken_back_nothing_is_kept(self) -> None:
        photos = self.session().photos.values()
        unwanted = (Rejection.WITHDRAWN, Rejection.DELETED)
        withdrawn = {p.photo_id for p in photos if p.rejection in unwanted}
        assert not [each for each in withdrawn if each in self.services.photos]
        for key in set(self.put) - self.untold:
            assert id_of(key) not in withdrawn or key not in self.services.objects

    @invariant()
    def strangers_hear_nothing(self) -> None:
        assert self.services.screens.told("stranger") == []

    @invariant()
    def secrets_are_nowhere(self) -> None:
        texts = [text for _, _, text in self.services.screens.frames]
        kept = [self.session(), *map(self.services.photos.load, self.session().photos)]
        seen = json.dumps(texts) + repr(kept)
        secrets = [PHONE_TOKEN, OTHER_TOKEN, *self.services.new_token.made, str(FACTS.position)]
        assert not [secret for secret in secrets if secret in seen]
