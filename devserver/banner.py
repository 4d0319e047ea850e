"""What the terminal shows when everything is ready."""

import io

import qrcode

from devserver.addresses import Addresses


def banner(addresses: Addresses, *, lan: bool, colour: bool) -> str:
    """The kiosk's URL, and its code to open it on another device."""
    hint = (
        "Any device of this network can open it."
        if lan
        else "A phone cannot reach this address: start with --lan to scan with a real one."
    )
    return f"{_code(addresses.site + '/', colour=colour)}\n{hint}\nKiosk {addresses.site}/"


def _code(url: str, *, colour: bool) -> str:
    code = qrcode.QRCode(border=2)
    code.add_data(url)
    drawing = io.StringIO()
    # Terminals are dark more often than not. Where we may choose colours the code is black on
    # white; where not, its light modules are drawn, which a dark terminal turns into the same.
    code.print_ascii(out=drawing, invert=not colour)
    lines = drawing.getvalue().rstrip("\n").split("\n")
    return "\n".join(f"\x1b[30;107m{line}\x1b[0m" if colour else line for line in lines)
