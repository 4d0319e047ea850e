"""The dev server with a brand: what browsers get, while it is written."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest

from devserver.launch import DevServer, LaunchFailed
from tests.e2e import browser as browsers
from tests.e2e.api_client import ask
from tests.e2e.browser import Visits
from tests.unit.infra.brands import LOGO, saved, written

Launch = Callable[..., DevServer]

#: The colour of the cup, as a page draws it.
DRAWN = """async address => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(96, 96).getContext('2d');
    canvas.drawImage(image, 0, 0, 96, 96);
    return [...canvas.getImageData(40, 65, 1, 1).data].slice(0, 3);
}"""


def told(server: DevServer) -> dict[str, object]:
    """What pages are told of the brand."""
    brand: dict[str, object] = json.loads(ask("GET", f"{server.site_url}/config.json").body)[
        "brand"
    ]
    return brand


def test_a_brand_is_served_and_a_change_is_there_with_the_next_question(
    launch: Launch, visits: Visits, tmp_path: Path, own_data: Path
) -> None:
    server = launch("--brand", str(written(tmp_path)))
    url = urljoin(f"{server.site_url}/", str(told(server)["logo"]))
    logo = ask("GET", url)
    assert (logo.status, logo.body) == (200, LOGO)
    assert logo.headers["content-type"] == "image/svg+xml"
    assert "script-src 'self'" in logo.headers["content-security-policy"]
    page = visits.open(server.site_url, **browsers.KIOSK)
    assert page.evaluate(DRAWN, url) == [0x4B, 0x34, 0x96]
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(DRAWN, url) == [0xC9, 0xBC, 0xF2]

    saved(tmp_path, b'{"name": "Lune & Sons"}')
    assert told(server) == {"name": "Lune & Sons"}
    saved(tmp_path, b'{"name": ""}')
    assert told(server) == {"name": "Lune & Sons"}
    log = own_data.with_name(f"{own_data.name}.log").read_text()
    assert "$.name is empty. Write the name that pages show" in log
    assert "Pages show the brand as it was before." in log


def test_one_that_is_not_fit_is_refused_at_the_start(launch: Launch, tmp_path: Path) -> None:
    with pytest.raises(LaunchFailed, match=r"\$\.name is missing\. Write the name") as failed:
        launch("--brand", str(saved(tmp_path, b"{}")))
    assert "Traceback" not in str(failed.value)
