"""The dev server shows a brand as it is written now, and the last good one while it is not."""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from devserver.addresses import Addresses
from devserver.brand import BrandFile
from devserver.options import parse
from devserver.site import Site, security_headers
from devserver.wire import Answer, Request
from infra.brand_problem import BrandUnfit
from infra.site_files import CACHE_CONTROL
from tests.unit.infra.brands import LOGO, saved, written

ADDRESSES = Addresses("127.0.0.1", 8000, 8001, 8002)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "brands").mkdir()
    return written(tmp_path / "brands")


@pytest.fixture
def site(tmp_path: Path, file: Path) -> Site:
    (tmp_path / "static-site").mkdir()
    return Site(tmp_path / "static-site", ADDRESSES, brand=BrandFile(file))


def get(site: Site, path: str, method: str = "GET") -> Answer:
    return site.handle(Request(method, path, headers=(("Host", "127.0.0.1:8000"),)))


def told(site: Site) -> dict[str, object] | None:
    """What pages are told of the brand."""
    brand: dict[str, object] | None = json.loads(get(site, "/config.json").body)["brand"]
    return brand


def test_without_one_pages_are_told_so(tmp_path: Path) -> None:
    assert told(Site(tmp_path, ADDRESSES)) is None
    assert get(Site(tmp_path, ADDRESSES), "/brand/logo-12345678.svg").status == 404


def test_pages_are_told_the_brand_and_find_its_logo(site: Site, file: Path) -> None:
    brand = told(site)
    assert brand == BrandFile(file).current.published
    answer = get(site, f"/{brand['logo']}")
    assert (answer.status, answer.body) == (200, LOGO)
    assert answer.header("Content-Type") == "image/svg+xml"
    assert answer.header("Cache-Control") == CACHE_CONTROL
    assert set(security_headers(ADDRESSES)) <= set(answer.headers)
    assert get(site, f"/{brand['logo']}", "POST").status == 405


def test_a_change_is_seen_at_once(site: Site, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "devserver")
    assert told(site)
    assert not caplog.messages
    saved(file.parent, b'{"name": "Lune & Sons"}')
    assert told(site) == {"name": "Lune & Sons"}
    assert told(site) == {"name": "Lune & Sons"}
    assert caplog.messages == ["brand: Lune & Sons"]


def test_another_logo_is_seen_at_once_by_another_path(site: Site, file: Path) -> None:
    before = told(site)
    (file.parent / "cafe-lune.svg").write_bytes(LOGO.replace(b"Caf", b"CAF"))
    after = told(site)
    assert before
    assert after
    assert before["logo"] != after["logo"]
    assert get(site, f"/{before['logo']}").status == 404
    assert b"CAF" in get(site, f"/{after['logo']}").body


def test_a_broken_edit_is_told_once_and_the_last_good_brand_stays(
    site: Site, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good = told(site)
    for content in (b'{"name": "Lune",', b'{"name": ""}'):
        caplog.clear()
        saved(file.parent, content)
        assert told(site) == told(site) == good
        (message,) = caplog.messages
        assert message.startswith("The brand in ")
        assert message.endswith("Pages show the brand as it was before.")
    saved(file.parent, b'{"name": "Lune again"}')
    assert told(site) == {"name": "Lune again"}


def test_a_file_that_is_gone_is_told_and_may_come_back(
    site: Site, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good = told(site)
    file.rename(file.with_suffix(".away"))
    assert told(site) == good
    assert "cannot be read: No such file or directory" in caplog.text
    file.with_suffix(".away").rename(file)
    assert told(site) == good


def test_a_folder_that_is_gone_is_told(
    site: Site, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good = told(site)
    file.parent.rename(file.parent.with_name("away"))
    assert told(site) == good
    assert "cannot be read" in caplog.text


def test_one_that_is_not_fit_at_the_start_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrandUnfit):
        BrandFile(saved(tmp_path, b"{}"))


def test_it_is_asked_for_by_an_option(tmp_path: Path) -> None:
    assert parse([]).brand is None
    assert (
        parse(["--brand", "infra/brands/example.json"]).brand
        == Path("infra/brands/example.json").resolve()
    )


def test_where_there_is_none_nothing_waits_for_what_reads_one() -> None:
    asks = "import sys, devserver.__main__; print('jsonschema' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False"]
