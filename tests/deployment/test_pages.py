"""The deployed pages in a real browser, under the security headers of the real template."""

import pytest

from tests.deployment.cloud import Deployed
from tests.e2e import browser as browsers
from tests.e2e.api_client import ask
from tests.e2e.browser import Visits
from tests.e2e.pages import Kiosk, Phone
from tests.e2e.pictures import Folder


def test_a_visitor_shows_photos(visits: Visits, dev: Deployed, folder: Folder) -> None:
    kiosk = Kiosk(visits.open(dev.site_url, **browsers.KIOSK))
    kiosk.is_at_the_start()
    address = kiosk.show_code()
    assert address.startswith(f"{dev.site_url}/phone.html#")
    phone = Phone(visits.open(address, **browsers.PHONE))
    phone.is_ready()
    kiosk.says("kiosk.connected.title")
    phone.pick(*folder.photos(2))
    phone.has_sent("photo-1.jpg", "photo-2.jpg")
    kiosk.shows("photo-1.jpg")
    kiosk.shows("photo-2.jpg")
    kiosk.done.click()
    kiosk.is_at_the_start()


def test_a_page_may_talk_to_nobody_else(visits: Visits, dev: Deployed) -> None:
    """What the test before would not notice: that the policy is there and works."""
    visits.tolerate("Content Security Policy", "violates", "Refused to", "policy: connect-src")
    page = visits.open(dev.site_url, **browsers.KIOSK)
    refused = page.evaluate(
        """async address => {
            const told = new Promise(done => addEventListener(
                'securitypolicyviolation', event => done(event.effectiveDirective)));
            await fetch(address).catch(() => {});
            return told;
        }""",
        "https://s3.eu-central-1.amazonaws.com/",
    )
    assert refused == "connect-src"


@pytest.mark.parametrize("path", ["/", "/phone.html"])
def test_pages_are_fresh_and_guarded(dev: Deployed, path: str) -> None:
    headers = ask("GET", f"{dev.site_url}{path}").headers
    assert headers["content-type"].startswith("text/html")
    assert "strict-transport-security" in headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "'unsafe-inline'" not in headers["content-security-policy"]


def test_what_is_no_page_is_not_found_and_no_record_of_deployments_is_told(dev: Deployed) -> None:
    for path in ("/nothing.html", "/deployments/dev.json", "/../deployments/dev.json"):
        answer = ask("GET", f"{dev.site_url}{path}")
        assert (answer.status, answer.headers["content-type"][:9]) == (404, "text/html"), path
