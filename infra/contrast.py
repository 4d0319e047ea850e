"""Contrast of a brand's colours by WCAG 2.2, and the nearest colours that have enough of it."""

import bisect
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from infra.brand_problem import Problem

#: https://www.w3.org/TR/WCAG22/#contrast-minimum: text smaller than 24 px.
TEXT = 4.5
#: https://www.w3.org/TR/WCAG22/#non-text-contrast: what shows that there is something to press.
PART = 3.0
_CRITERION = {TEXT: "text needs 4.5:1 (WCAG 1.4.3)", PART: "a button needs 3:1 (WCAG 1.4.11)"}

#: The colours of a scheme, by the names that a brand has for them.
Scheme = Mapping[str, str]


@dataclass(frozen=True)
class Pair:
    """Two colours of which pages draw one upon the other, and the ratio that takes."""

    front: str
    back: str
    needed: float


#: What static-site's styles draw on what; tests/contract/test_brand_colors.py reads them.
PAIRS = (
    Pair("ink", "ground", TEXT),
    Pair("ink", "counter", TEXT),
    Pair("inkSoft", "ground", TEXT),
    Pair("inkSoft", "counter", TEXT),
    Pair("action", "ground", PART),
    Pair("action", "counter", PART),
    Pair("onAction", "action", TEXT),
)
#: What a scheme has.
COLORS = {"ground", "counter", "ink", "inkSoft", "action", "onAction"}
#: In the order that they are put right in: each stands on those before it.
_FRONTS = ("ink", "inkSoft", "action", "onAction")
_STEPS = 255


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


#: Of each value that a channel has.
_LINEAR = tuple(_linear(value / 255) for value in range(256))


@lru_cache(20_000)
def luminance(color: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = _channels(color)
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


def ratio(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    a, b = luminance(one), luminance(other)
    return (a + 0.05) / (b + 0.05) if a > b else (b + 0.05) / (a + 0.05)


def shown(value: float) -> str:
    """A ratio for people. Never rounded up: 4.499 is not 4.5."""
    return f"{math.floor(value * 100) / 100:.2f}:1"


def passes(scheme: Scheme, pair: Pair) -> bool:
    """Whether two colours of a scheme may be drawn on one another."""
    return ratio(scheme[pair.front], scheme[pair.back]) >= pair.needed


def nearest(color: str, backs: Sequence[tuple[str, float]]) -> str | None:
    """The nearest darker or lighter colour of this kind that has these ratios to these colours.

    The colour itself, if it has. None: there is none between black and white.
    """
    if _stands(color, backs):
        return color
    found = [
        next((each for each in _way(color, end) if _stands(each, backs)), None)
        for end in ("#000000", "#ffffff")
    ]
    return min(
        (each for each in found if each is not None),
        key=lambda each: math.dist(_channels(color), _channels(each)),
        default=None,
    )


def mended(scheme: Scheme) -> Scheme:
    """The scheme with the nearest colours that pass in place of those that do not.

    Only where no colour can be read on both, the counter comes nearer to the ground. On one colour
    alone either black or white always can: the worse of both has 4.58:1 where they are equal.
    """
    counters = _way(scheme["counter"], scheme["ground"])

    def can_stay(step: int) -> bool:
        return _on({**scheme, "counter": counters[step]}) is not None

    # Halved as if each step nearer to the ground were easier, which is not so of all; at its end it
    # always can, and a counter that can stay does.
    step = 0 if can_stay(0) else bisect.bisect_left(range(_STEPS), True, key=can_stay)
    return _on({**scheme, "counter": counters[step]}) or scheme


def _on(scheme: dict[str, str]) -> Scheme | None:
    """The scheme with its other colours put right for its ground and its counter."""
    for front in _FRONTS:
        backs = [(scheme[each.back], each.needed) for each in PAIRS if each.front == front]
        found = nearest(scheme[front], backs)
        if front == "action" and found != scheme[front]:
            # Better one that its label can stay on.
            found = nearest(scheme[front], [*backs, (scheme["onAction"], TEXT)]) or found
        if found is None:
            return None
        scheme[front] = found
    return scheme


def problems(name: str, scheme: Scheme) -> Iterator[Problem]:
    """What cannot be read in the scheme of this name, and all that has to change for it."""
    scheme = {color: value.lower() for color, value in scheme.items()}
    right = mended(scheme)
    for color in scheme:
        failed = [each for each in PAIRS if each.front == color and not passes(scheme, each)]
        if failed:
            ratios = " and ".join(
                f"{shown(ratio(scheme[color], scheme[each.back]))} on {each.back}"
                for each in failed
            )
            wrong = f"has {ratios}, and {_CRITERION[failed[0].needed]}"
        elif right[color] != scheme[color]:
            wrong = "does not go with the other colours that are proposed here"
        else:
            continue
        write = (
            f'"{right[color]}"'
            if right[color] != scheme[color]
            else "it as it is, with the others that are proposed"
        )
        yield Problem(f"$.colors.{name}.{color}", wrong, write)


def _stands(color: str, backs: Sequence[tuple[str, float]]) -> bool:
    return all(ratio(color, back) >= needed for back, needed in backs)


@lru_cache(1024)
def _way(color: str, end: str) -> tuple[str, ...]:
    """From one colour to another in steps that no eye sees."""
    begin, target = _channels(color), _channels(end)
    pairs = tuple(zip(begin, target, strict=True))
    return tuple(
        "#" + "".join(f"{round(a + (b - a) * step / _STEPS):02x}" for a, b in pairs)
        for step in range(_STEPS + 1)
    )


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
