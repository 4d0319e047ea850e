"""The smoke test waits for what is made of its photo, whoever looks at it before."""

import re

from chalicelib import limits
from infra.visit import JPEG
from tests.contract.deployed import PHOTO, SILENCE, Deployed
from tests.contract.test_smoke import HASTY, checked, problem


async def test_a_photo_that_nobody_works_on_is_found() -> None:
    said = await problem(Deployed({"ready": SILENCE}), HASTY)
    assert said.startswith('At "it is made light and safe"')
    assert '--function process_photos"' in said
    assert "the screen heard SESSION_STATE, PHONE_CONNECTED, UPLOAD_COMPLETED" in said


async def test_where_somebody_moderates_the_upload_is_not_shown() -> None:
    deployed = Deployed({"arrival": {"photo": {"photoId": PHOTO, "url": None}}})
    said = await checked(deployed)
    assert len(re.findall(r"^  ✓ ", said, re.M)) == 18
    assert "view" not in deployed.asked
    assert "large" in deployed.asked


def test_its_photo_is_large_enough_to_be_moderated() -> None:
    # SOF0: marker, length, precision, height, width.
    frame = JPEG.index(b"\xff\xc0") if b"\xff\xc0" in JPEG else JPEG.index(b"\xff\xc2")
    height, width = (int.from_bytes(JPEG[frame + at : frame + at + 2]) for at in (5, 7))
    assert min(height, width) >= limits.MODERATION_SIDE
