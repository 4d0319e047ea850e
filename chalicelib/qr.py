"""Text as a QR code. The only importer of qrcode."""

from itertools import groupby


def svg(text: str) -> str:
    """The code as an SVG document, dark on nothing, with its quiet zone of four modules.

    Level M (15 % may be unreadable: a smudge on the glass). It has a `viewBox` and no size, so it
    is crisp at any. One path of horizontal runs is smaller and several times faster to make than
    the library's own SVG images; so is one fixed mask instead of the best of eight: ISO/IEC 18004
    lets a reader expect any, and the choice is for print and cameras poorer than a phone's.
    """
    # Imported on use: only the function that opens sessions needs it, and cold starts are felt.
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_M, border=4, mask_pattern=2)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    path = "".join(_row_path(y, row) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path d="{path}"/></svg>'
    )


def _row_path(y: int, row: list[bool]) -> str:
    parts = []
    x = 0
    for dark, run in groupby(row, key=bool):
        width = len(list(run))
        if dark:
            parts.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width
    return "".join(parts)
