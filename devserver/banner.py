"""What the terminal shows when everything is ready."""

from devserver.addresses import Addresses
from infra import terminal


def banner(addresses: Addresses, *, lan: bool, colour: bool) -> str:
    """The kiosk's URL, and its code to open it on another device."""
    hint = (
        "Any device of this network can open it."
        if lan
        else "A phone cannot reach this address: start with --lan to scan with a real one."
    )
    return f"{terminal.code(addresses.site + '/', colour=colour)}\n{hint}\nKiosk {addresses.site}/"
