"""Contrast is WCAG's, and what is proposed always has enough of it."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from infra import contrast
from infra.contrast import PAIRS, PART, TEXT, luminance, mended, nearest, passes, ratio, shown

COLOR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SCHEMES = st.fixed_dictionaries(dict.fromkeys(sorted(contrast.COLORS), COLOR))
#: No ink can be read on both.
BLACK_AND_GREY = dict.fromkeys(contrast.COLORS, "#ffffff") | {
    "ground": "#000000",
    "counter": "#808080",
}
#: A counter that comes nearer to the ground may be worse before it is better.
NOT_EASIER_BY_EACH_STEP = {
    "ground": "#a142db",
    "counter": "#3f90c9",
    "ink": "#ca65ad",
    "inkSoft": "#2a8ffc",
    "action": "#0a6bb3",
    "onAction": "#d6e65d",
}
ENOUGH_IN_BOTH = {
    "ground": "#ffffff",
    "counter": "#eeeeee",
    "ink": "#111111",
    "inkSoft": "#555555",
    "action": "#0055aa",
    "onAction": "#ffffff",
}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # The greys that everybody knows: the first one just does, the second one just does not.
        ("#767676", "#ffffff", 4.542),
        ("#777777", "#ffffff", 4.478),
        ("#ff0000", "#ffffff", 3.998),
        ("#0000ff", "#ffffff", 8.592),
    ],
)
def test_ratios_are_those_that_others_measure(one: str, other: str, expected: float) -> None:
    assert ratio(one, other) == pytest.approx(expected, abs=0.001)
    assert ratio(other, one) == ratio(one, other)


def test_luminance_goes_from_black_to_white() -> None:
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
    assert luminance("#00ff00") > luminance("#ff0000") > luminance("#0000ff")


def test_a_ratio_is_never_rounded_up() -> None:
    assert shown(4.4999) == "4.49:1"
    assert shown(4.5) == "4.50:1"


def test_a_colour_that_has_enough_stays_as_it_is() -> None:
    assert nearest("#111111", [("#ffffff", TEXT)]) == "#111111"
    assert mended(ENOUGH_IN_BOTH) == ENOUGH_IN_BOTH
    assert list(contrast.problems("light", ENOUGH_IN_BOTH)) == []


def test_the_nearest_colour_is_the_first_that_has_enough() -> None:
    assert nearest("#777777", [("#ffffff", TEXT)]) == "#767676"
    assert nearest("#8a8a8a", [("#000000", 7.0)]) == "#959595"
    assert ratio("#949494", "#000000") < 7.0 <= ratio("#959595", "#000000")


def test_it_is_sought_both_ways() -> None:
    """Dark on dark: a dark one cannot do, a light one can."""
    assert nearest("#303030", [("#202020", TEXT)]) == "#878787"


def test_where_black_and_white_both_fail_there_is_none() -> None:
    backs = [("#000000", TEXT), ("#808080", TEXT)]
    assert nearest("#ffffff", backs) is None


@settings(deadline=None)
@given(COLOR, COLOR, st.sampled_from([TEXT, PART]))
def test_on_one_colour_there_is_always_one(color: str, back: str, needed: float) -> None:
    found = nearest(color, [(back, needed)])
    assert found is not None
    assert ratio(found, back) >= needed


@settings(deadline=None)
@given(SCHEMES)
@example(BLACK_AND_GREY)
@example(dict.fromkeys(contrast.COLORS, "#777777"))
@example(NOT_EASIER_BY_EACH_STEP)
def test_what_is_proposed_always_passes(scheme: dict[str, str]) -> None:
    right = mended(scheme)
    assert right.keys() == scheme.keys()
    assert all(passes(right, pair) for pair in PAIRS)
    assert right["ground"] == scheme["ground"]
    assert mended(right) == right


@settings(deadline=None)
@given(SCHEMES)
@example(BLACK_AND_GREY)
@example(NOT_EASIER_BY_EACH_STEP)
def test_who_writes_all_that_is_proposed_has_no_problem_left(scheme: dict[str, str]) -> None:
    found = {each.path.rpartition(".")[2]: each.write for each in contrast.problems("x", scheme)}
    assert bool(found) == any(not passes(scheme, pair) for pair in PAIRS)
    new = {color: write.strip('"') for color, write in found.items() if write.startswith('"#')}
    assert list(contrast.problems("x", scheme | new)) == []
    assert math.prod(map(len, new.values())) == 7 ** len(new)


def test_a_problem_tells_the_ratio_the_needed_one_and_the_nearest_colour() -> None:
    scheme = ENOUGH_IN_BOTH | {"inkSoft": "#777777", "action": "#99bbdd"}
    soft, action, label = contrast.problems("light", scheme)
    assert str(soft) == (
        "$.colors.light.inkSoft has 4.47:1 on ground and 3.85:1 on counter, and text needs 4.5:1 "
        '(WCAG 1.4.3). Write "#6c6c6c".'
    )
    assert str(action).startswith(
        "$.colors.light.action has 1.99:1 on ground and 1.72:1 on counter"
    )
    assert "a button needs 3:1 (WCAG 1.4.11)" in str(action)
    # The button that is proposed is one that its label can stay on.
    assert label.path == "$.colors.light.onAction"
    assert label.write == "it as it is, with the others that are proposed"
    assert ratio(action.write.strip('"'), scheme["onAction"]) >= TEXT


def test_what_has_to_change_with_the_others_is_told_as_well() -> None:
    found = {each.path: each for each in contrast.problems("dark", BLACK_AND_GREY)}
    counter = found["$.colors.dark.counter"]
    assert counter.wrong == "does not go with the other colours that are proposed here"
    assert luminance(counter.write.strip('"')) < luminance("#808080")


def test_capitals_are_the_same_colours() -> None:
    assert mended({color: value.upper() for color, value in ENOUGH_IN_BOTH.items()}).keys()
    upper = {color: value.upper() for color, value in ENOUGH_IN_BOTH.items()}
    assert list(contrast.problems("light", upper)) == []
