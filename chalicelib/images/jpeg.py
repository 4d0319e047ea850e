"""The segments of a JPEG, walked as its decoder walks them. Pure.

https://www.w3.org/Graphics/JPEG/itu-t81.pdf
"""

import re
from dataclasses import dataclass, field

from chalicelib import limits
from chalicelib.photo import PhotoRefused, Rejection

#: The next marker. In a scan, 0xFF is followed by 0; the restarts D0 to D7 belong to the scan.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")

_START_OF_SCAN, _END_OF_IMAGE, _STANDS_ALONE = 0xDA, 0xD9, (0x01, 0xD8)
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
#: Baseline, extended and progressive, in Huffman's or in arithmetic coding. The others are lossless
#: or hierarchical: medicine has such, phones and browsers do not.
_DECODED = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}


@dataclass
class Frame:
    """The primary image of a file; those in its metadata and behind its end do not count."""

    size: tuple[int, int] | None = None
    #: Whether its coefficients have to be held until the last scan, as those of progressive ones.
    progressive: bool = False
    ends_early: bool = True
    scans: int = 0
    _components: int = field(default=0, repr=False)


def walked(data: bytes) -> Frame:
    """Walk to the end of the primary image.

    Raises:
        PhotoRefused: TOO_MANY_SCANS, TOO_COMPLEX for too many segments, or UNSUPPORTED_FORMAT.
    """
    frame = Frame()
    at, pieces = 2, 0
    while match := _MARKER.search(data, at):
        pieces += 1
        if frame.scans == 0:
            # Outside of scans Pillow goes through padding byte by byte.
            pieces += match.start() - at
        if pieces > limits.MAX_PIECES:
            raise PhotoRefused(Rejection.TOO_COMPLEX)
        marker, at = data[match.end() - 1], match.end()
        if marker == _END_OF_IMAGE:
            frame.ends_early = False
            break
        if marker in _STANDS_ALONE:
            continue
        if marker in _FRAMES:
            _read_frame(frame, marker, data[at : at + 8])
        elif marker == _START_OF_SCAN:
            _read_scan(frame, data[at : at + 3])
        at += max(2, int.from_bytes(data[at : at + 2]))
    return frame


def _read_frame(frame: Frame, marker: int, header: bytes) -> None:
    if len(header) < 8:
        return
    if marker not in _DECODED or header[2] != 8:
        raise PhotoRefused(Rejection.UNSUPPORTED_FORMAT)
    frame.size = int.from_bytes(header[5:7]), int.from_bytes(header[3:5])
    frame.progressive = marker in _PROGRESSIVE
    frame._components = header[7]


def _read_scan(frame: Frame, header: bytes) -> None:
    frame.scans += 1
    if frame.scans > limits.MAX_SCANS:
        raise PhotoRefused(Rejection.TOO_MANY_SCANS)
    # Colour by colour is as dear as progressive: nothing is done before the last colour is there.
    if header[2:] and header[2] < frame._components:
        frame.progressive = True
