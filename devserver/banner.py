"""What the terminal shows when everything is ready."""

from devserver import resources
from devserver.addresses import Addresses
from infra import terminal


def banner(addresses: Addresses, password: str, *, lan: bool, colour: bool) -> str:
    """The kiosk's URL, its code to open it on another device, and the host's account."""
    hint = (
        "Any device of this network can open it."
        if lan
        else "A phone cannot reach this address: start with --lan to scan with a real one."
    )
    code = terminal.code(f"{addresses.site}/", colour=colour)
    host = f"Host  {addresses.site}/host.html, {resources.HOST_EMAIL}, password {password}"
    wall = f"Wall  {addresses.site}/wall.html, by a link that the host makes for an album"
    return f"{code}\n{hint}\n{host}\n{wall}\nKiosk {addresses.site}/"
