"""A host signs in on his page, and stays or does not."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from devserver.launch import DevServer
from devserver.resources import HOST_EMAIL
from tests.e2e import browser
from tests.e2e.browser import Visits
from tests.e2e.checked import Checked
from tests.e2e.host_pages import HostPage, SignIn, password, signed_in
from tests.e2e.lines import API
from tests.e2e.test_accessibility import NARROW

OWN = "a password of my own"


@pytest.fixture
def url(server: DevServer) -> str:
    return f"{server.site_url}/host.html"


def test_a_wrong_password_and_then_the_right_one(visits: Visits, url: str, data: Path) -> None:
    visits.tolerate("401")
    host = HostPage(visits.open(url, **browser.PHONE))
    host.sign_in.enter(HOST_EMAIL, "not the password")
    host.sign_in.is_told("sign-in.refused.SignInRefused")
    expect(host.sign_in.password).to_be_focused()
    expect(host.sign_in.email).to_have_value(HOST_EMAIL)
    host.sign_in.password.fill(password(data))
    host.sign_in.password.press("Enter")
    host.is_at("library")
    host.page.reload()
    host.is_at("library")
    host.sign_out()
    host.sign_in.says("sign-in")


def test_tabs_share_it_and_sign_out_together(
    visits: Visits, server: DevServer, url: str, data: Path
) -> None:
    first = signed_in(visits.open("about:blank"), server, data)
    second = HostPage(first.page.context.new_page())
    second.page.goto(url)
    second.is_at("library")
    first.sign_out()
    first.sign_in.says("sign-in")
    second.sign_in.says("sign-in")


@pytest.mark.parametrize("stays", [True, False])
def test_it_ends_with_the_tabs_unless_asked_to_stay(
    visits: Visits, url: str, data: Path, stays: bool
) -> None:
    host = HostPage(visits.open(url))
    host.sign_in.says("sign-in")
    host.sign_in.stay.set_checked(stays)
    host.sign_in.enter(HOST_EMAIL, password(data))
    host.is_at("library")
    later = HostPage(host.page.context.new_page())
    host.page.close()
    later.page.goto(url)
    if stays:
        later.is_at("library")
    else:
        later.sign_in.says("sign-in")


def test_an_account_is_made_by_the_code_that_is_mailed(
    visits: Visits, url: str, data: Path
) -> None:
    visits.tolerate("403")
    host = HostPage(visits.open(url))
    host.sign_in.says("sign-in")
    host.sign_in.press("sign-in.to.sign-up")
    host.sign_in.says("sign-up")
    host.sign_in.email.fill("new@example.com")
    host.sign_in.password.fill("short")
    host.sign_in.press("sign-in.sign-up.do")
    host.sign_in.is_told("sign-in.refused.PasswordRefused")
    host.sign_in.password.fill(OWN)
    host.sign_in.press("sign-in.sign-up.do")
    host.sign_in.says("verify")
    host.sign_in.code.fill("000000x")
    host.sign_in.press("sign-in.verify.do")
    host.sign_in.is_told("sign-in.refused.CodeRefused")
    host.sign_in.code.fill(_mailed(data))
    host.sign_in.press("sign-in.verify.do")
    host.is_at("library")


def test_where_accounts_are_by_invitation_none_is_offered(visits: Visits, url: str) -> None:
    def closed(page: Page) -> None:
        page.route("**/config.json", _without_sign_up)

    host = HostPage(visits.open(url, before=closed))
    host.sign_in.says("sign-in")
    expect(host.page.get_by_role("button", name="Forgot")).to_be_visible()
    expect(host.page.get_by_role("button", name="Make an account")).to_have_count(0)


def test_one_that_has_run_out_is_asked_for_again(
    visits: Visits, server: DevServer, data: Path
) -> None:
    visits.tolerate("401")
    host = signed_in(visits.open("about:blank"), server, data)
    host.is_at("library")
    host.forget_sign_in()
    host.page.reload()
    host.sign_in.enter(HOST_EMAIL, password(data))
    host.is_at("library")


def test_every_step_as_axe_sees_it(visits: Visits, url: str) -> None:
    visits.tolerate("401", "403", "ERR_FAILED")
    size: dict[str, Any] = {**NARROW, "color_scheme": "light", "bypass_csp": True}
    sign_in = SignIn(visits.open(url, **size))
    sign_in.says("sign-in")
    checked = Checked(sign_in.page)
    checked.now("sign in")
    sign_in.enter(HOST_EMAIL, "not the password")
    sign_in.is_told("sign-in.refused.SignInRefused")
    checked.now("refused")
    sign_in.press("sign-in.to.sign-up")
    checked.now("sign up")
    sign_in.press("sign-in.to.sign-in")
    sign_in.press("sign-in.to.forgot")
    sign_in.email.fill(HOST_EMAIL)
    checked.now("forgot")
    sign_in.press("sign-in.forgot.do")
    sign_in.says("confirm")
    checked.now("confirm")
    sign_in.press("sign-in.to.sign-in")
    for code, step in (("NewPasswordRequired", "invited"), ("MfaCodeRequired", "mfa")):
        sign_in.page.route("**/auth/signin", partial(_refused, code))
        if step == "invited":
            sign_in.enter(HOST_EMAIL, OWN)
        else:
            sign_in.new_password.fill(OWN)
            sign_in.press("sign-in.invited.do")
        sign_in.says(step)
        checked.now(step)
    sign_in.page.route(API, lambda route: route.abort())
    sign_in.code.fill("123456")
    sign_in.press("sign-in.mfa.do")
    sign_in.is_told("sign-in.refused.ServiceAway")
    checked.now("away")


def _refused(code: str, route: Route) -> None:
    headers = {"Access-Control-Allow-Origin": "*"}
    route.fulfill(json={"Code": code, "Message": "."}, status=403, headers=headers)


def _without_sign_up(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, json={**answer.json(), "signUp": False})


def _mailed(data: Path) -> str:
    pool = json.loads((data / "accounts.json").read_text())["pool"]
    (code,) = (
        each["_confirmation_code"]
        for each in pool["_users"].values()
        if each["UserStatus"] == "UNCONFIRMED"
    )
    return str(code)
