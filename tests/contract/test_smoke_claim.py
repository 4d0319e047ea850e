"""The smoke test claims its code as the phone page does, and says where that fails."""

from typing import Any

import pytest

from tests.contract.deployed import Deployed
from tests.contract.test_smoke import problem


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"status": 415, "body": {"Code": "NoForm"}}, "NoForm"),
        ({"body": "{"}, "photoId"),
        ({"access_control_allow_origin": None}, "allow-origin"),
    ],
)
async def test_a_claim_that_fails_is_named(wrong: dict[str, Any], told: str) -> None:
    said = await problem(Deployed({"claim": wrong}))
    assert said.startswith('At "a phone claims the code"'), said
    assert told in said
