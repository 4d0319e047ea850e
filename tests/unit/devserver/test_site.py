"""The site serves its files, its headers, and nothing beside them."""

import gzip
import json
import os
from pathlib import Path

import pytest

from devserver.addresses import Addresses
from devserver.site import Site, security_headers
from devserver.wire import Answer, Request

ADDRESSES = Addresses("127.0.0.1", 8000, 8001, 8002)
PAGE = "<!doctype html>" + "<p>photos</p>" * 100


@pytest.fixture
def site(tmp_path: Path) -> Site:
    folder = tmp_path / "static-site"
    (folder / "lib").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "lib" / "api.js").write_text("export {};")
    for unpublished in (".hidden", "README.md", "lib/ports.d.ts"):
        (folder / unpublished).write_text("secret")
    (tmp_path / "app.py").write_text("secret")
    (folder / "link.py").symlink_to(tmp_path / "app.py")
    return Site(folder, ADDRESSES)


def get(site: Site, path: str, *headers: tuple[str, str], host: str = "127.0.0.1:8000") -> Answer:
    return site.handle(Request("GET", path, headers=(("Host", host), *headers)))


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "text/html"), ("/index.html", "text/html"), ("/lib/api.js", "text/javascript")],
)
def test_files_come_with_their_type_and_all_security_headers(
    site: Site, path: str, kind: str
) -> None:
    answer = get(site, path)
    assert answer.status == 200
    assert (answer.header("Content-Type") or "").startswith(kind)
    assert set(security_headers(ADDRESSES)) <= set(answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/none.html",
        "/lib/",
        "/lib",
        "/../app.py",
        "/%2e%2e/app.py",
        "/lib/..%2f..%2fapp.py",
        "/..%5capp.py",
        "//etc/passwd",
        "/.hidden",
        "/README.md",
        "/lib/ports.d.ts",
        "/link.py",
        "/%00",
        "/%ff",
    ],
)
def test_nothing_else_is_found(site: Site, path: str) -> None:
    answer = get(site, path)
    assert answer.status == 404
    assert b"secret" not in answer.body


def test_a_missing_page_is_answered_with_the_sites_own_where_it_has_one(
    site: Site, tmp_path: Path
) -> None:
    (tmp_path / "static-site" / "404.html").write_text("<h1>Nothing here</h1>")
    answer = get(site, "/gone")
    assert (answer.status, answer.body) == (404, b"<h1>Nothing here</h1>")
    assert answer.header("Content-Type") == "text/html; charset=utf-8"
    assert answer.header("Content-Security-Policy")


def test_text_is_compressed_for_who_takes_it(site: Site) -> None:
    answer = get(site, "/", ("Accept-Encoding", "br, gzip"))
    assert answer.header("Content-Encoding") == "gzip"
    assert gzip.decompress(answer.body).decode() == PAGE
    assert get(site, "/").body.decode() == PAGE


def test_a_known_file_is_not_sent_again_until_it_changes(site: Site, tmp_path: Path) -> None:
    tag = get(site, "/").header("ETag") or ""
    assert get(site, "/", ("If-None-Match", f'"x", {tag}')).status == 304
    page = tmp_path / "static-site" / "index.html"
    page.write_text("changed")
    os.utime(page, ns=(1, 1))
    answer = get(site, "/", ("If-None-Match", tag))
    assert (answer.status, answer.body) == (200, b"changed")


@pytest.mark.parametrize("sign_up", [True, False])
def test_the_configuration_names_the_other_origins_and_who_may_sign_up(
    tmp_path: Path, sign_up: bool
) -> None:
    site = Site(tmp_path, ADDRESSES, sign_up=sign_up)
    assert json.loads(get(site, "/config.json").body) == {
        "apiUrl": "http://127.0.0.1:8001/api",
        "websocketUrl": "ws://127.0.0.1:8001/ws",
        "signUp": sign_up,
        "brand": None,
    }


def test_the_policy_allows_our_origins_and_no_inline_script() -> None:
    policy = dict(security_headers(ADDRESSES))["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert (
        "connect-src 'self' http://127.0.0.1:8001 ws://127.0.0.1:8001 http://127.0.0.1:8002"
        in policy
    )
    # Videos: the phone's own, and what has arrived.
    assert "media-src blob: http://127.0.0.1:8002;" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/phone.html", "//phone.html", "/\\phone.html"])
def test_another_host_is_sent_to_the_one_origin(site: Site, path: str) -> None:
    answer = get(site, path, host="localhost:8000")
    assert answer.status == 307
    assert answer.header("Location") == "http://127.0.0.1:8000/phone.html"


def test_nothing_can_be_sent_to_the_site(site: Site) -> None:
    host = (("Host", "127.0.0.1:8000"),)
    assert site.handle(Request("POST", "/", headers=host)).status == 405
