"""Colour profiles of displays as bytes: read as far as it takes to know them, and built. Pure.

A profile is read by hand here, because one that came with a photo is whatever its sender wants.

ICC.1:2022, https://www.color.org/specification/ICC.1-2022-05.pdf
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_HEADER_BYTES = 128
_COLORANTS = (b"rXYZ", b"gXYZ", b"bXYZ")
_CURVES = (b"rTRC", b"gTRC", b"bTRC")
#: With any of these, colorants and curves are only for programs that know no better.
_TABLES = {b"A2B0", b"A2B1", b"A2B2", b"D2B0", b"D2B1", b"D2B2", b"D2B3"}
_MOST_TAGS = 100
#: Numbers that a parametric curve has, by its kind.
_PARAMETERS = {0: 1, 3: 5, 4: 7}

#: Linear light of a signal, both from 0 to 1.
Curve = Callable[[float], float]
#: XYZ of red, green and blue at full, adapted to D50.
Colorants = tuple[tuple[float, float, float], ...]

SRGB: Colorants = (
    (0.43607, 0.22249, 0.01392),
    (0.38515, 0.71687, 0.09708),
    (0.14307, 0.06061, 0.71410),
)
DISPLAY_P3: Colorants = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)
REC2020: Colorants = (
    (0.67348, 0.27904, -0.00194),
    (0.16566, 0.67534, 0.02998),
    (0.12505, 0.04562, 0.79686),
)
_D50 = (0.9642, 1.0, 0.8249)
#: From D65, the white of all of the above, to D50, by Bradford's method.
_ADAPTED = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
#: The function of IEC 61966-2-1, as ICC writes its parameters.
_SRGB_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)

#: What two profiles may differ by and look the same: half a step of eight bits.
_SAME_COLORANT = 0.002
_SAME_LIGHT = 0.002


@dataclass(frozen=True)
class Display:
    """A profile that is nothing but three colorants and their curves."""

    colorants: Colorants
    curves: tuple[Curve, ...]

    def is_like(self, colorants: Colorants) -> bool:
        """Whether it is that of these colorants with the curve of sRGB, as far as eyes can tell."""
        pairs = zip(_flat(self.colorants), _flat(colorants), strict=True)
        return all(abs(one - other) < _SAME_COLORANT for one, other in pairs) and all(
            abs(curve(step / 16) - srgb_light(step / 16)) < _SAME_LIGHT
            for curve in self.curves
            for step in range(17)
        )


def srgb_light(signal: float) -> float:
    """Linear light by the curve of sRGB."""
    return _parametric(_SRGB_CURVE)(signal)


def display(profile: bytes) -> Display | None:
    """The display that this profile describes; None if it is anything else, or broken."""
    if profile[12:24] != b"mntrRGB XYZ " or profile[36:40] != b"acsp":
        return None
    try:
        tags = _tags(profile)
        if tags.keys() & _TABLES:
            return None
        return Display(
            colorants=tuple(_xyz(tags[name]) for name in _COLORANTS),
            curves=tuple(_curve(tags[name]) for name in _CURVES),
        )
    except (struct.error, KeyError, IndexError, ValueError, ArithmeticError):
        return None


def built(name: str, colorants: Colorants, curve: Sequence[float] | None = None) -> bytes:
    """The profile of a display: with this curve, as steps of equal width, or else with sRGB's."""
    trc = _srgb_curve_tag() if curve is None else _table_tag(curve)
    tags: list[tuple[bytes, bytes]] = [
        (b"desc", _text_tag(name)),
        (b"cprt", _text_tag("No rights reserved")),
        (b"wtpt", _xyz_tag(_D50)),
        (b"chad", b"sf32\0\0\0\0" + _fixed(*_ADAPTED)),
        *((tag, _xyz_tag(xyz)) for tag, xyz in zip(_COLORANTS, colorants, strict=True)),
        *((tag, trc) for tag in _CURVES),
    ]
    places: dict[bytes, int] = {}
    body = b""
    table = struct.pack(">I", len(tags))
    start = _HEADER_BYTES + 4 + 12 * len(tags)
    for tag, content in tags:
        place = places.setdefault(content, start + len(body))
        if place == start + len(body):
            body += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", tag, place, len(content))
    header = struct.pack(
        ">I4xI4s4s4s6H4s28x3i48x",
        start + len(body),
        0x04400000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(2026, 1, 1, 0, 0, 0),
        b"acsp",
        *(round(value * 65536) for value in _D50),
    )
    return header + table + body


# Reading


def _tags(profile: bytes) -> Mapping[bytes, bytes]:
    (count,) = struct.unpack_from(">I", profile, _HEADER_BYTES)
    found = {}
    for index in range(min(count, _MOST_TAGS)):
        at = _HEADER_BYTES + 4 + 12 * index
        tag, start, length = struct.unpack_from(">4sII", profile, at)
        found[tag] = profile[start : start + length]
    return found


def _xyz(tag: bytes) -> tuple[float, float, float]:
    x, y, z = struct.unpack_from(">3i", tag, 8)
    return x / 65536, y / 65536, z / 65536


def _curve(tag: bytes) -> Curve:
    if tag[:4] == b"para":
        (kind,) = struct.unpack_from(">H", tag, 8)
        count = _PARAMETERS[kind]
        return _parametric([v / 65536 for v in struct.unpack_from(f">{count}i", tag, 12)])
    if tag[:4] != b"curv":
        raise ValueError
    (count,) = struct.unpack_from(">I", tag, 8)
    if count > len(tag):
        raise ValueError
    values = struct.unpack_from(f">{count}H", tag, 12)
    if count == 0:
        return lambda signal: signal
    if count == 1:
        return lambda signal: float(signal ** (values[0] / 256))
    return _between(values)


def _between(values: Sequence[int]) -> Curve:
    def light(signal: float) -> float:
        place = signal * (len(values) - 1)
        low = min(int(place), len(values) - 2)
        return (values[low] + (values[low + 1] - values[low]) * (place - low)) / 65535

    return light


def _parametric(parameters: Sequence[float]) -> Curve:
    """ICC.1:2022, 10.18, of which the kinds 0, 3 and 4 are in use."""
    gamma, a, b, c, d, e, f = (*parameters, *(1.0, 0.0, 0.0, 0.0, 0.0, 0.0)[len(parameters) - 1 :])

    def light(signal: float) -> float:
        if signal < d:
            return c * signal + f
        return float(max(0.0, a * signal + b) ** gamma + e)

    return light


# Building


def _text_tag(text: str) -> bytes:
    content = text.encode("utf-16-be")
    return struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", len(content), 28) + content


def _xyz_tag(xyz: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(*xyz)


def _srgb_curve_tag() -> bytes:
    return struct.pack(">4s4xH2x", b"para", 3) + _fixed(*_SRGB_CURVE)


def _table_tag(values: Sequence[float]) -> bytes:
    steps = [round(65535 * value) for value in values]
    return struct.pack(f">4s4xI{len(steps)}H", b"curv", len(steps), *steps)


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _flat(colorants: Colorants) -> list[float]:
    return [value for xyz in colorants for value in xyz]
