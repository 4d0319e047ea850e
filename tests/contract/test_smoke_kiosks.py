"""The smoke test, where only enrolled kiosks open sessions."""

from tests.contract.deployed import Deployed
from tests.contract.test_smoke import checked, problem


def refusing(code: str) -> Deployed:
    refusal = {"status": 401, "body": {"Code": code, "Message": "No."}}
    return Deployed(wrong={"open": refusal})


async def test_it_ends_well_where_it_has_no_key() -> None:
    deployed = refusing("KioskKeyRequired")
    assert "enrolled kiosks" in await checked(deployed)
    assert deployed.asked[-1] == "open"


async def test_any_other_refusal_is_a_fault() -> None:
    assert "TokenRequired" in await problem(refusing("TokenRequired"))
