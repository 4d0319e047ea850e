"""The frame meter sees what goes over the wire, however the network cuts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.frames import FrameMeter

LIMIT = 32 * 1024


def frame(size: int, *, masked: bool = True) -> bytes:
    mask = 0x80 if masked else 0
    if size < 126:
        head = bytes([0x81, mask | size])
    elif size < 1 << 16:
        head = bytes([0x81, mask | 126]) + size.to_bytes(2)
    else:
        head = bytes([0x81, mask | 127]) + size.to_bytes(8)
    return head + (b"\x00" * 4 if masked else b"") + b"x" * size


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, LIMIT - 1, LIMIT])
def test_frames_up_to_the_limit_pass(size: int) -> None:
    meter = FrameMeter(LIMIT)
    meter.feed(frame(size) + frame(5))
    assert not meter.exceeded


@pytest.mark.parametrize("size", [LIMIT + 1, 1 << 16, 200_000])
@pytest.mark.parametrize("masked", [True, False])
def test_a_larger_frame_is_noted_when_it_is_announced(size: int, masked: bool) -> None:
    meter = FrameMeter(LIMIT)
    meter.feed(frame(size, masked=masked)[:14])
    assert meter.exceeded


@given(
    sizes=st.lists(st.integers(0, 300), min_size=1, max_size=8),
    cuts=st.lists(st.integers(1, 50), min_size=1, max_size=20),
)
def test_the_verdict_does_not_depend_on_the_cuts(sizes: list[int], cuts: list[int]) -> None:
    stream = b"".join(frame(size) for size in sizes)
    meter = FrameMeter(200)
    position = number = 0
    while position < len(stream):
        step = cuts[number % len(cuts)]
        meter.feed(stream[position : position + step])
        position += step
        number += 1
    assert meter.exceeded == (max(sizes) > 200)
