"""Whatever people, networks and S3 do, in any order: the promises hold after every step."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from chalicelib import arrivals, limits, notifications, sayings, sessions, uploads
from chalicelib.client_messages import Handshake
from chalicelib.errors import (
    PhotoAlreadyStored,
    PhotoDuplicate,
    PhotoLimitReached,
    SessionClaimed,
    SessionExpired,
    TokenRefused,
)
from chalicelib.inputs import PhotoRequest, TicketRequest
from chalicelib.photo import Announcement, PhotoState, Rejection
from tests import fakes
from tests.builders import OTHER_TOKEN, PHONE_TOKEN, a_socket, an_announcement, an_arrival
from tests.chains import id_of
from tests.fake_pictures import MemoryModerator, refusal
from tests.fakes import SITE
from tests.interruptions import Crash, Interruption, interrupted, raising
from tests.promises import Promises
from tests.watching import Browser, takes_a_place
from tests.workers import Worker, by_queue, by_steps

MAX_PHOTOS = 2
some = st.integers(0, 20)
workers = st.sampled_from([by_queue, by_steps])


class WholeFlow(Promises):
    """One session from its code to its end; another one beside it, which must hear nothing."""

    @initialize()
    def a_kiosk_opens_a_session(self) -> None:
        self.services = replace(
            fakes.services(max_photos=MAX_PHOTOS, max_upload_bytes=5000),
            moderator=MemoryModerator(b"nude"),
        )
        opened = sessions.open_session(self.services)
        other = sessions.open_session(self.services)
        self.session_id, self.screen_token = opened.session_id, opened.screen_token
        notifications.subscribe(
            self.services,
            a_socket("stranger"),
            Handshake(other.session_id, other.screen_token, SITE),
        )
        self.browsers: list[Browser] = []
        self.joined = 0
        self.tickets: list[tuple[str, int, Announcement]] = []
        self.put, self.untold, self.interrupted = [], set(), set()
        self.before = self.session()

    def browser(self, number: int) -> Browser:
        return self.browsers[number % len(self.browsers)]

    def ask(self, token: str | None, announced: Announcement) -> str:
        ticket = uploads.issue_ticket(
            self.services, TicketRequest(self.session_id, announced, token)
        )
        key = ticket.url.partition(".org/")[2]
        self.tickets.append((key, ticket.expires_at, announced))
        return ticket.photo_id

    # Time

    @rule(seconds=st.sampled_from([1, 40, 299, 300, 601]))
    def time_goes_by(self, seconds: int) -> None:
        self.services.clock.tick(seconds)

    # Screens

    @rule(syncs=st.booleans())
    def a_screen_joins(self, syncs: bool) -> None:
        self.joined += 1
        browser = Browser(f"screen-{self.joined}")
        handshake = Handshake(self.session_id, self.screen_token, SITE)
        if self.is_over():
            with pytest.raises(SessionExpired):
                notifications.subscribe(self.services, a_socket(browser.connection_id), handshake)
            return
        notifications.subscribe(self.services, a_socket(browser.connection_id), handshake)
        self.browsers.append(browser)
        if syncs:
            self.sync(browser)

    @precondition(lambda self: self.browsers)
    @rule(number=some)
    def a_screen_asks(self, number: int) -> None:
        browser = self.browser(number)
        self.services.screens.unreachable.discard(browser.connection_id)
        self.sync(browser)

    def sync(self, browser: Browser) -> None:
        text = json.dumps({"action": "sync", "sessionId": self.session_id})
        sayings.answer(self.services, a_socket(browser.connection_id), text)
        browser.is_current = not self.is_over()

    @precondition(lambda self: self.browsers)
    @rule(number=some, says_so=st.booleans())
    def a_screen_leaves(self, number: int, says_so: bool) -> None:
        browser = self.browser(number)
        self.browsers.remove(browser)
        self.services.screens.gone.add(browser.connection_id)
        if says_so:
            notifications.unsubscribe(self.services, a_socket(browser.connection_id))
            assert browser.connection_id not in self.services.connections

    @precondition(lambda self: self.browsers)
    @rule(number=some)
    def a_screen_is_not_reached_until_it_asks(self, number: int) -> None:
        browser = self.browser(number)
        self.services.screens.unreachable.add(browser.connection_id)
        browser.is_current = False

    # Phones

    @rule(number=st.none() | st.integers(0, 4), has_id=st.booleans())
    def the_phone_asks_for_a_ticket(self, number: int | None, has_id: bool) -> None:
        announced = Announcement()
        if number is not None:
            said = an_announcement(size_bytes=1000 + number, request_id=f"request-{number}")
            announced = said if has_id else replace(said, request_id=None)
        before, now = self.session(), self.services.clock.now
        try:
            photo_id = self.ask(PHONE_TOKEN, announced)
        except SessionExpired:
            assert self.is_over()
        except (PhotoLimitReached, PhotoAlreadyStored, PhotoDuplicate):
            assert self.session() == before
        else:
            assert not self.is_over()
            others = [photo for key, photo in before.photos.items() if key != photo_id]
            mine = before.photos.get(photo_id)
            if mine is None or not takes_a_place(mine, now):
                assert sum(takes_a_place(photo, now) for photo in others) < MAX_PHOTOS
            assert len(self.session().photos) <= MAX_PHOTOS * limits.TICKETS_PER_PHOTO

    @precondition(lambda self: self.session().photos)
    @rule(number=some)
    def the_phone_takes_a_photo_back(self, number: int) -> None:
        before = self.session()
        photo = list(before.photos.values())[number % len(before.photos)]
        withdrawal = PhotoRequest(self.session_id, photo.photo_id, PHONE_TOKEN)
        try:
            view = uploads.withdraw_photo(self.services, withdrawal)
        except SessionExpired:
            assert self.is_over()
        else:
            assert view.state is PhotoState.REJECTED
            assert (view.code is Rejection.DELETED) is (
                photo.is_there or photo.rejection is Rejection.DELETED
            )

    @rule(token=st.sampled_from([None, OTHER_TOKEN]))
    @precondition(lambda self: self.session().phone_token_digest)
    def a_second_phone_asks(self, token: str | None) -> None:
        before = self.session()
        with pytest.raises((SessionClaimed, SessionExpired)):
            self.ask(token, an_announcement(request_id="request-x"))
        assert self.session() == before

    @rule()
    def the_screens_token_is_used_to_upload(self) -> None:
        with pytest.raises((TokenRefused, SessionExpired)):
            self.ask(self.screen_token, an_announcement())

    @precondition(lambda self: self.tickets)
    @rule(
        number=some,
        size_bytes=st.sampled_from([0, 1000, 5000, 5001]),
        content_type=st.sampled_from([None, "image/png", "text/html"]),
        content=st.sampled_from([b"good", b"nude", refusal(Rejection.TRUNCATED)]),
    )
    def the_phone_uploads(
        self, number: int, size_bytes: int, content_type: str | None, content: bytes
    ) -> None:
        key, expires_at, announced = self.tickets[number % len(self.tickets)]
        if self.services.clock.now >= expires_at or key in self.services.objects:
            return
        said = announced.content_type or content_type
        self.services.objects.put(key, announced.size_bytes or size_bytes, said, content)
        self.put.append(key)
        self.untold.add(key)

    # S3

    @precondition(lambda self: self.put)
    @rule(numbers=st.lists(some, min_size=1, max_size=4))
    def s3_tells_of_uploads(self, numbers: list[int]) -> None:
        keys = [self.put[number % len(self.put)] for number in numbers]
        facts = [self.services.objects.facts(key) for key in keys]
        arrivals.accept_arrivals(
            self.services,
            [
                an_arrival(key=key, size_bytes=fact.size_bytes if fact else 0)
                for key, fact in zip(keys, facts, strict=True)
            ],
        )
        self.untold.difference_update(keys)

    @rule(
        arrival=st.sampled_from(
            [an_arrival(bucket="another"), an_arrival(key="a+b%25"), an_arrival(key="")]
        )
    )
    def s3_tells_of_something_else(self, arrival: Any) -> None:
        before = self.session()
        arrivals.accept_arrivals(self.services, [arrival])
        assert self.session() == before

    # The queue

    @precondition(lambda self: self.services.jobs.sent)
    @rule(number=some, receive_count=st.integers(1, 3), worker=workers)
    def a_job_is_handed_out(self, number: int, receive_count: int, worker: Worker) -> None:
        """Once more, perhaps: SQS promises neither order nor once."""
        worker(self.services, self.job(number), receive_count=receive_count)

    @precondition(lambda self: self.services.jobs.sent)
    @rule(number=some, call=st.integers(0, 30), after=st.booleans(), worker=workers)
    def a_function_dies_at_its_job(
        self, number: int, call: int, after: bool, worker: Worker
    ) -> None:
        key = self.job(number)
        self.interrupted.add(id_of(key))
        crash = Interruption(call, after, raising(Crash()))
        worker(interrupted(self.services, crash), key, Crash)

    def job(self, number: int) -> str:
        return self.services.jobs.sent[number % len(self.services.jobs.sent)].key


TestWholeFlow = WholeFlow.TestCase
TestWholeFlow.settings = settings(max_examples=60, stateful_step_count=40)
