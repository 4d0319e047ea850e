"""The host's page as a host knows it."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from devserver.launch import DevServer
from devserver.resources import HOST_EMAIL
from tests.e2e.pages import words

#: Where the page keeps what one is signed in with, by whether it outlives the browser.
_KEPT = "scandrop.signIn"


class SignIn:
    """The card at which one signs in, on the page or over it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.email = page.get_by_label(words("sign-in.email"))
        self.password = page.get_by_label(words("sign-in.password"), exact=True).filter(
            visible=True
        )
        self.new_password = page.get_by_label(words("sign-in.newPassword"), exact=True)
        self.code = page.get_by_label(words("sign-in.code"), exact=True)
        self.stay = page.get_by_label(words("sign-in.stay"))

    def says(self, step: str) -> None:
        """It asks for this."""
        title = words(f"sign-in.{step}.title")
        expect(self.page.get_by_role("heading", name=title)).to_be_visible()

    def press(self, key: str) -> None:
        """What it calls so."""
        self.page.get_by_role("button", name=words(key), exact=True).click()

    def enter(self, email: str, password: str) -> None:
        """By address and password."""
        self.says("sign-in")
        self.email.fill(email)
        self.password.fill(password)
        self.press("sign-in.sign-in.do")

    def is_told(self, key: str) -> None:
        """Why it does not go on."""
        expect(self.page.get_by_role("alert")).to_have_text(words(key))


class HostPage:
    """The page of who is signed in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.sign_in = SignIn(page)
        self.menu = page.locator("#account summary")

    def is_at(self, view: str) -> None:
        """This view is there."""
        title = words(f"{view}.title")
        expect(self.page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        expect(self.page.locator("#host")).to_have_attribute("aria-busy", "false")

    def sign_out(self) -> None:
        """By the menu."""
        self.menu.click()
        self.page.get_by_role("button", name=words("host.sign-out")).click()

    def forget_sign_in(self) -> None:
        """From here on it is as if the month of the sign-in were over."""
        self.page.evaluate(
            """name => {
                const place = sessionStorage.getItem(name) ? sessionStorage : localStorage;
                const kept = JSON.parse(place.getItem(name));
                const over = {idToken: 'over', refreshToken: 'over', expiresAtMs: 0};
                place.setItem(name, JSON.stringify({...kept, ...over}));
            }""",
            _KEPT,
        )


def password(data: Path) -> str:
    """Of the dev server's host."""
    return (data / "host-password").read_text(encoding="utf-8")


def signed_in(page: Page, server: DevServer, data: Path, place: str = "") -> HostPage:
    """The host signs in and is at this place."""
    page.goto(f"{server.site_url}/host.html{place}")
    host = HostPage(page)
    host.sign_in.enter(HOST_EMAIL, password(data))
    # Not by the menu: some views stand before it.
    expect(page.locator("html[data-signed-in]")).to_have_count(1)
    return host


class Library:
    """The photos of an album on the host's page."""

    def __init__(self, host: HostPage) -> None:
        self.page = host.page
        self.grid = host.page.get_by_role("grid", name=words("library.grid"))
        self.cells = host.page.locator(".cell")
        self.chosen = host.page.locator('.cell[aria-selected="true"]')
        self.result = host.page.locator(".bulk-result")

    def cell(self, name: str) -> Locator:
        """The photo of this name."""
        return self.page.get_by_role("gridcell", name=name)

    def choose(self, *names: str) -> None:
        """By the sign in their corners."""
        for name in names:
            self.cell(name).locator(".cell-check").click()

    def filter(self, name: str, value: str) -> None:
        """Show only those."""
        label = words(f"library.{name}")
        self.page.get_by_role("combobox", name=label, exact=True).select_option(label=value)

    def press(self, key: str) -> None:
        """What is called so."""
        self.page.get_by_role("button", name=words(key), exact=True).click()

    def has(self, *names: str) -> None:
        """These are there, and no others."""
        expect(self.cells).to_have_count(len(names))
        for name in names:
            expect(self.cell(name)).to_be_visible()
