"""Whether a client would rather have the file or JSON (RFC 9110, 12.5.1)."""

import pytest

from chalicelib.negotiation import wants_file

#: What browsers send for an `<img>`: Chromium, Firefox, Safari.
CHROMIUM = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
FIREFOX = "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"
SAFARI = "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"  # noqa: E501


@pytest.mark.parametrize(
    "accept",
    [
        *(CHROMIUM, FIREFOX, SAFARI),
        "image/*",
        "IMAGE/JPEG",
        "image/*, application/json",
        "image/*, application/*",
        "image/*;q=0.5, application/json;q=0.4",
        "application/json;q=0.4, image/*;q=0.5",
        "image/*;q=0.2, application/json;q=0.1, */*",
        "image/*;q=0.1, text/html",
        "video/mp4",
        "audio/*;q=0.1",
        "text/html, image/webp ; q=1.000 , */* ; q=0.8",
    ],
)
def test_one_that_would_rather_have_it_is_led_to_it(accept: str) -> None:
    assert wants_file(accept)


@pytest.mark.parametrize(
    "accept",
    [
        *(None, "", "*/*", "application/json", "application/*", "text/html"),
        "application/json, image/*",
        "application/json, image/*;q=0.9, */*",
        "image/*;q=0.1, */*",
        "image/*;q=0.1, application/*",
        "image/*;q=0",
        "image/*;q=0.0, */*;q=0.1",
        "image/*;q=2",
        "image/*;q=x",
        "image/*;q=",
        "imagery/x",
        ",;,;q=1,",
        "\u00e9",
    ],
)
def test_all_others_are_told_where_it_is(accept: str | None) -> None:
    assert not wants_file(accept)


def test_of_two_as_welcome_the_first_counts() -> None:
    assert wants_file("image/*;q=0.5, application/json;q=0.5")
    assert not wants_file("application/json;q=0.5, image/*;q=0.5")


def test_other_parameters_say_nothing_of_how_welcome_it_is() -> None:
    assert wants_file("image/*;level=1;q=0.5, application/json;version=2;q=0.4")
