"""The whole loop, through the real gateways' protocols and the zip that was deployed."""

from tests.deployment.cloud import Deployed
from tests.e2e.api_client import Api, Phone, ask, bearer, put
from tests.e2e.pictures import jpeg
from tests.e2e.sockets import SocketClient


def test_a_photo_goes_from_the_phone_to_the_screen(
    dev: Deployed, api: Api, sockets: SocketClient
) -> None:
    session = api.open_session()
    photo = jpeg(seed=1)
    with sockets.screen(dev, session) as screen:
        assert screen.subprotocol == "scandrop"
        assert screen.first_snapshot["status"] == "AWAITING_SCAN"
        phone = Phone(api, session["sessionId"])
        phone.claim()
        assert screen.hears("PHONE_CONNECTED")["status"] == "UPLOAD_REQUESTED"

        photo_id = phone.send(photo, "beach.jpg")
        arrived = screen.hears("UPLOAD_COMPLETED")
        assert arrived["photo"]["photoId"] == photo_id
        shown = ask("GET", arrived["photo"]["url"])
        assert (shown.status, shown.headers["content-type"]) == (200, "image/jpeg")
        assert shown.body == photo
        ready = screen.hears("PHOTO_READY")
        assert ready["photo"]["photoId"] == photo_id
        assert ask("GET", ready["photo"]["url"]).status == 200
        (seen,) = screen.sync()["photos"]
    assert seen["state"] == "READY"
    assert seen["renditions"].keys() == {"thumb", "medium", "large"}


def test_a_ticket_is_good_for_one_photo(api: Api) -> None:
    phone = Phone(api, api.open_session()["sessionId"])
    photo = jpeg(seed=2)
    ticket = phone.ticket(photo)
    assert put(ticket, photo, content_type="text/html").status == 403
    assert put(ticket, photo + b"more").status == 403
    assert put(ticket, photo).status == 200
    again = put(ticket, photo)
    assert (again.status, again.code) == (412, "PreconditionFailed")


def test_a_stranger_is_refused(dev: Deployed, api: Api, sockets: SocketClient) -> None:
    session = api.open_session()
    session_id, token = session["sessionId"], session["screenToken"]
    stranger = "s" * len(token)
    assert api.read_session(session_id, stranger).status == 403
    assert sockets.refused(dev, session_id, token=stranger) == 403
    assert sockets.refused(dev, session_id, token=token, origin="https://elsewhere.example") == 403
    assert sockets.refused(dev, session_id, token=None) == 401
    assert sockets.refused(dev, "x" * len(session_id), token=token) == 404
    assert ask("GET", f"{dev.api_url}/sessions/{session_id}").status == 401


def test_pages_of_the_site_may_call_and_no_others(dev: Deployed, api: Api) -> None:
    phone = Phone(api, api.open_session()["sessionId"])
    ticket = phone.ticket(jpeg())
    for url, method, header in (
        (f"{dev.api_url}/upload-url", "GET", "authorization"),
        (ticket["url"], "PUT", "if-none-match"),
    ):
        for origin in (dev.site_url, "https://elsewhere.example"):
            answer = ask(
                "OPTIONS",
                url,
                {
                    "Origin": origin,
                    "Access-Control-Request-Method": method,
                    "Access-Control-Request-Headers": header,
                },
            )
            allowed = answer.headers.get("access-control-allow-origin")
            assert (allowed == origin) is (origin == dev.site_url), (url, origin, answer)
            if origin == dev.site_url:
                assert header in answer.headers["access-control-allow-headers"].lower()


def test_the_bucket_answers_nobody_without_a_signed_address(api: Api) -> None:
    phone = Phone(api, api.open_session()["sessionId"])
    ticket = phone.ticket(jpeg())
    assert put(ticket, jpeg()).status == 200
    unsigned = ticket["url"].partition("?")[0]
    assert ask("GET", unsigned).status == 403
    assert ask("PUT", unsigned, body=b"x").status == 403
    assert ask("GET", unsigned, bearer(phone.token)).status in (400, 403)
