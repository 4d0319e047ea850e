"""Colours look the same, and no profile is passed on that we do not know."""

import hashlib
import io
from typing import Any

import pytest
from PIL import Image, ImageCms

from chalicelib import limits
from chalicelib.images import decode, icc, profiles
from tests.unit.images import pictures

#: Saturated enough that its numbers mean another colour in each space.
ORANGE = (220, 120, 40)


def built(name: str = "other", colorants: icc.Colorants = icc.SRGB, **options: Any) -> bytes:
    return icc.built(name, colorants, **options)


def seen(image: Image.Image, profile: bytes | None) -> tuple[int, ...]:
    """The first pixel in sRGB, as a browser shows it."""
    if profile is not None:
        display = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, display, srgb, outputMode="RGB")
        assert converted is not None
        image = converted
    pixel = image.getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return pixel


def alike(one: tuple[int, ...], other: tuple[int, ...], steps: int = 2) -> bool:
    return all(abs(a - b) <= steps for a, b in zip(one, other, strict=True))


def flat(mode: str = "RGB", colour: Any = ORANGE) -> Image.Image:
    return Image.new(mode, (4, 4), colour)


def test_a_picture_without_a_profile_needs_none() -> None:
    image = flat()
    assert profiles.in_known_colours(image, None) == (image, None)


@pytest.mark.parametrize(
    "profile",
    [
        built(),
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        built(curve=[icc.srgb_light(step / 255) for step in range(256)]),
    ],
    ids=["parameters", "littlecms", "table"],
)
def test_srgb_by_any_name_needs_no_profile(profile: bytes) -> None:
    image = flat()
    assert profiles.in_known_colours(image, profile) == (image, None)


def test_the_profiles_of_phones_and_cameras_are_kept_byte_by_byte(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = built("Phone", icc.REC2020)
    monkeypatch.setattr(profiles, "_KNOWN", {hashlib.sha256(theirs).hexdigest()})
    image, kept = profiles.in_known_colours(flat(), theirs)
    assert kept == theirs
    assert image.getpixel((0, 0)) == ORANGE
    _, changed = profiles.in_known_colours(flat(), theirs + b"hidden")
    assert changed is None


def test_the_known_profiles_are_named_by_whole_digests() -> None:
    assert all(len(bytes.fromhex(digest)) == 32 for digest in profiles._KNOWN)


def test_what_means_display_p3_gets_ours() -> None:
    theirs = built("written by nobody known", icc.DISPLAY_P3)
    image, profile = profiles.in_known_colours(flat(), theirs)
    assert profile == profiles.display_p3() != theirs
    assert seen(image, profile) == seen(flat(), theirs) != ORANGE


@pytest.mark.parametrize(
    "profile",
    [
        built("wide", icc.REC2020),
        built("linear", curve=[0, 1]),
        built("a little off", ((0.440, 0.2225, 0.0139), *icc.SRGB[1:])),
        built("darker", curve=[(step / 63) ** 2.5 for step in range(64)]),
    ],
    ids=["wide", "linear", "colorant", "curve"],
)
def test_unknown_colours_are_converted(profile: bytes) -> None:
    image, kept = profiles.in_known_colours(flat(), profile)
    assert kept is None
    assert alike(seen(image, None), seen(flat(), profile))
    assert image.getpixel((0, 0)) != ORANGE


@pytest.mark.parametrize(
    "profile",
    [
        b"",
        b"not a profile",
        built()[:200],
        built("wide", icc.REC2020)[:140] + bytes(400),
        built("wide", icc.REC2020) + bytes(limits.MAX_PROFILE_BYTES),
        bytes(16) + b"RGB XYZ ",
    ],
    ids=["empty", "text", "cut off", "zeros", "too large", "head"],
)
def test_a_broken_profile_counts_as_srgb(profile: bytes) -> None:
    image, kept = profiles.in_known_colours(flat(), profile)
    assert (image.getpixel((0, 0)), kept) == (ORANGE, None)


@pytest.mark.parametrize(("mode", "colour", "expected"), [
    ("RGB", ORANGE, ORANGE),
    ("L", 99, (99, 99, 99)),
    ("CMYK", (0, 0, 0, 255), (0, 0, 0)),
])  # fmt: skip
@pytest.mark.parametrize("space", [b"CMYK", b"GRAY", b"Lab ", b"\xff\xff\xff\xff"])
def test_a_profile_for_other_colours_counts_as_none(
    mode: str, colour: Any, expected: tuple[int, ...], space: bytes
) -> None:
    profile = built("wide", icc.REC2020)
    image, kept = profiles.in_known_colours(flat(mode, colour), profile[:16] + space + profile[20:])
    assert (image.getpixel((0, 0)), image.mode, kept) == (expected, "RGB", None)


def test_grey_by_a_profile_of_three_colours_stays_grey() -> None:
    image, kept = profiles.in_known_colours(flat("L", 99), built("P3", icc.DISPLAY_P3))
    assert (image.getpixel((0, 0)), kept) == ((99, 99, 99), profiles.display_p3())


def test_grey_has_profiles_of_its_own() -> None:
    """A grey profile is a header, a white point and one curve: here twice as dark as sRGB's."""
    colours = built("grey", curve=[(step / 63) ** 4 for step in range(64)])
    grey = colours.replace(b"RGB XYZ ", b"GRAYXYZ ").replace(b"rTRC", b"kTRC")
    image, kept = profiles.in_known_colours(flat("L", 128), grey)
    level = seen(image, None)[0]
    assert kept is None
    assert alike(seen(image, None), (level, level, level))
    assert 50 < level < 80


def test_inks_by_their_profile_are_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    """No profile of a press is small enough to stand here: what LittleCMS is asked for, it gets."""
    asked: list[tuple[str, str]] = []

    def convert(image: Image.Image, *_: object, **options: Any) -> Image.Image:
        asked.append((image.mode, options["outputMode"]))
        return Image.new("RGB", image.size, "navy")

    monkeypatch.setattr(ImageCms, "profileToProfile", convert)
    profile = built()[:16] + b"CMYK" + built()[20:]
    image, kept = profiles.in_known_colours(flat("CMYK", (1, 2, 3, 4)), profile)
    assert (asked, seen(image, kept)) == ([("CMYK", "RGB")], (0, 0, 128))


# Colours by number


def test_colours_by_number() -> None:
    assert profiles.of_code_points(1, 13) is None
    assert profiles.of_code_points(2, 2) is None
    assert profiles.of_code_points(12, 13) == profiles.display_p3()
    wide = profiles.of_code_points(9, 1)
    assert wide is not None
    assert seen(flat(), wide) == seen(flat(), built("", icc.REC2020))


@pytest.mark.parametrize("form", ["HEIF", "AVIF", "PNG"])
def test_a_photo_in_display_p3_by_number_looks_the_same(form: str) -> None:
    image = flat()
    if form == "PNG":
        points = pictures.chunk(b"cICP", bytes((12, 13, 0, 1)))
        data = pictures.with_chunks(pictures.file("PNG", image), points)
    else:
        data = pictures.with_colours(form, 12, 13)
    assert decode.opened(io.BytesIO(data)).profile == profiles.display_p3()


def test_colours_that_are_not_named_are_srgb() -> None:
    for form in ("HEIF", "AVIF"):
        data = pictures.file(form).replace(b"colrnclx", b"freenclx")
        assert decode.opened(io.BytesIO(data)).profile is None
    points = pictures.chunk(b"cICP", b"\x0c")
    data = pictures.with_chunks(pictures.file("PNG"), points)
    assert decode.opened(io.BytesIO(data)).profile is None


@pytest.mark.parametrize(("transfer", "white"), [(16, 148), (18, 191)])
def test_hdr_is_shown_with_its_white_where_white_belongs(transfer: int, white: int) -> None:
    """At 203 cd/m², which is 58 % of a signal in PQ and 75 % in HLG; highlights stay above it."""
    profile = profiles.of_code_points(9, transfer)
    assert profile is not None
    levels = [seen(flat("RGB", (step,) * 3), profile)[0] for step in (0, white // 2, white, 255)]
    assert levels[0] == 0
    assert levels == sorted(levels)
    assert 170 < levels[2] < 215
    assert levels[3] > 235


# The bytes of profiles


def test_our_display_p3_is_that_of_its_makers() -> None:
    """Its colorants as a colour management reads them, beside those of SMPTE EG 432-1 in D50."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(profiles.display_p3()))
    assert ImageCms.getProfileDescription(profile).strip() == "Display P3"
    assert len(profiles.display_p3()) < 600
    red, blue = profile.profile.red_colorant, profile.profile.blue_colorant
    assert red is not None
    assert blue is not None
    assert red[0] == pytest.approx((0.5151, 0.2412, -0.0011), abs=1e-4)
    assert blue[0] == pytest.approx((0.1571, 0.0666, 0.7841), abs=1e-4)


def test_profiles_with_tables_are_not_taken_for_simple_ones() -> None:
    assert icc.display(built()) is not None
    assert icc.display(built().replace(b"chad", b"A2B0")) is None


@pytest.mark.parametrize(
    ("curve", "light"),
    [
        (b"curv\0\0\0\0\0\0\0\0", 0.5),
        (b"curv\0\0\0\0\0\0\0\1\2\0", 0.25),
        (b"para\0\0\0\0\0\0\0\0\0\2\0\0", 0.25),
        (b"para\0\0\0\0\0\4\0\0" + icc._fixed(2, 1, 0, 0.5, 0.6, 0, 0.125), 0.375),
        (b"para\0\0\0\0\0\1\0\0" + bytes(40), None),
        (b"curv\0\0\0\0\xff\xff\xff\xff", None),
        (b"mft2\0\0\0\0\0\0\0\0", None),
        (b"", None),
    ],
)
def test_curves_are_read_as_the_standard_says(curve: bytes, light: float | None) -> None:
    content = built()
    at = content.index(b"para", 400)
    content = content[:at] + curve + bytes(60)
    entry = content.index(b"rTRC")
    for place in (entry, entry + 12, entry + 24):
        length = len(curve).to_bytes(4)
        content = content[: place + 8] + length + content[place + 12 :]
    found = icc.display(content)
    assert (found.curves[0](0.5) if found else None) == light
