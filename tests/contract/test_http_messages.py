"""What pages say by HTTP where sockets are blocked, and what phones take back."""

import pytest

from chalicelib import limits, tokens
from chalicelib.ports import Services
from tests.contract.http_client import Api
from tests.contract.http_refusals import Visit
from tests.contract.traffic import Traffic

pytest_plugins = ["tests.contract.http_fixtures"]


@pytest.fixture
def visit(api: Api, services: Services, traffic: Traffic) -> Visit:
    return Visit(api, services, traffic)


def test_a_screen_says_that_it_shows_a_photo(visit: Visit) -> None:
    first = visit.shows()
    assert first.status == 200
    (told,) = first.json["messages"]
    (photo,) = visit.api.read(visit.id, visit.screen).json["photos"]
    assert (told["type"], told["sessionId"]) == ("PHOTO_SHOWN", visit.id)
    assert told["photo"]["shownAt"] == photo["shownAt"] is not None
    again = visit.shows(photo["photoId"])
    assert again.json["messages"][0]["photo"]["shownAt"] == photo["shownAt"]


def test_a_phone_says_how_far_it_is_and_is_answered_nothing(visit: Visit) -> None:
    photo_id = visit.claim(size=5).json["photoId"]
    uploads = [{"photoId": photo_id, "percent": 40}]
    said = {"action": "progress", "uploads": uploads, "secondsLeft": 3}
    assert visit.api.say(visit.id, visit.phone, **said).json == {"messages": []}
    assert visit.api.say(visit.id, visit.screen, **said).code == "TokenRefused"
    assert visit.api.say(visit.id, visit.phone, action="shown", photoId=photo_id).status == 403
    assert "Query" in visit.traffic.calls, "screens were looked for"


def test_what_is_for_sockets_is_refused_and_costs_nothing(visit: Visit) -> None:
    visit.traffic.calls.clear()
    for action in ("sync", "ping", "preview", "shout", None, 7):
        assert visit.api.say(visit.id, visit.phone, action=action).code == "InvalidRequest"
    assert visit.traffic.calls == []


def test_a_session_in_the_body_does_not_count(visit: Visit) -> None:
    assert visit.shows().status == 200
    (photo,) = visit.api.read(visit.id, visit.screen).json["photos"]
    said = {"action": "shown", "photoId": photo["photoId"], "sessionId": tokens.new_id()}
    assert visit.api.say(visit.id, visit.screen, **said).status == 200


def test_a_body_is_no_longer_than_a_request_may_be(visit: Visit) -> None:
    """Though a frame may."""
    said = {"action": "shown", "photoId": tokens.new_id(), "more": "x" * limits.BODY_BYTES}
    assert visit.api.say(visit.id, visit.screen, **said).code == "InvalidRequest"


def test_a_phone_takes_a_photo_back(visit: Visit) -> None:
    photo_id = visit.claim(size=5, filename="a.jpg", requestId="photo-0001").json["photoId"]
    first = visit.withdraw(photo_id)
    assert (first.status, first.json["state"], first.json["code"]) == (200, "REJECTED", "WITHDRAWN")
    assert visit.withdraw(photo_id).json == first.json
    assert visit.api.read(visit.id, visit.screen).json["photos"] == [first.json]
    assert visit.claim(size=5, requestId="photo-0002").json["photoId"] != photo_id
