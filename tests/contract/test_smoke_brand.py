"""The smoke test finds a logo that visitors do not get."""

import asyncio
import io
from typing import Any

import pytest

from infra.brand import FOLDER
from infra.brand_file import read
from infra.console import Console
from infra.problems import SmokeTestFailed
from infra.smoke import check
from infra.visitor import Patience
from tests.contract.deployed import Deployed

QUICK = Patience(first=0.05, again=0.01, step=2, whole=10)
STEP = "its logo comes as a picture"
LUNE = read(FOLDER / "example.json")
LOGO = LUNE.logo.content if LUNE.logo else b""


async def said(deployed: Deployed) -> str:
    """What the smoke test prints."""
    stream = io.StringIO()
    async with deployed.listening():
        await asyncio.to_thread(check, *deployed.urls, Console(stream), patience=QUICK)
    return stream.getvalue()


async def test_a_brand_with_its_logo_passes() -> None:
    deployed = Deployed(brand=LUNE.published, logo=LOGO)
    assert f"✓ {STEP}" in await said(deployed)
    assert "logo" in deployed.asked


@pytest.mark.parametrize("brand", [None, {"name": "Lune"}, {"logo": 7}, "x"])
async def test_where_there_is_none_none_is_asked_for(brand: object) -> None:
    assert STEP not in await said(Deployed(brand=brand))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"status": 403, "body": "<Code>AccessDenied"}, "expected status 200, got 403"),
        ({"content_type": "text/html"}, "expected content-type: image/svg+xml"),
        ({"body": b"<svg/>"}, f"expected the picture that is named {LUNE.published['logo']}"),
    ],
)
async def test_a_logo_that_visitors_do_not_get_is_found(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(SmokeTestFailed, match=f'At "{STEP}"') as failed:
        await said(Deployed({"logo": wrong}, brand=LUNE.published, logo=LOGO))
    assert told in str(failed.value)
