"""What a terminal shows beside words."""

import io

import qrcode


def code(text: str, *, colour: bool) -> str:
    """Text as a QR code for a terminal; `colour`: it understands colours."""
    made = qrcode.QRCode(border=2)
    made.add_data(text)
    drawing = io.StringIO()
    # Terminals are dark more often than not. Where we may choose colours the code is black on
    # white; where not, its light modules are drawn, which a dark terminal turns into the same.
    made.print_ascii(out=drawing, invert=not colour)
    lines = drawing.getvalue().rstrip("\n").split("\n")
    return "\n".join(f"\x1b[30;107m{line}\x1b[0m" if colour else line for line in lines)
