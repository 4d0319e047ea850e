"""Damaged files: what storage, networks and people with time on their hands make of honest ones."""

import struct
from collections.abc import Callable, Iterator
from random import Random


def mutants(files: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """So many damaged files, always the same for a seed."""
    dice = Random(seed)
    for _ in range(count):
        content = dice.choice(files)
        for _ in range(dice.choice((1, 1, 1, 2, 5))):
            content = dice.choice(_MUTATIONS)(content, dice, files)
        yield content


def _flip_bits(content: bytes, dice: Random, _: list[bytes]) -> bytes:
    changed = bytearray(content)
    # Most of what decoders stumble over is near the beginning.
    end = max(1, dice.choice((64, 1024, len(changed))))
    for _bit in range(dice.choice((1, 2, 8, 64))):
        if changed:
            changed[dice.randrange(min(end, len(changed)))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _truncate(content: bytes, dice: Random, _: list[bytes]) -> bytes:
    return content[: dice.randint(0, len(content))]


def _part(content: bytes, dice: Random) -> tuple[int, int]:
    begin = dice.randint(0, len(content))
    return begin, min(len(content), begin + dice.choice((1, 4, 16, 256, 4096)))


def _swap(content: bytes, dice: Random, _: list[bytes]) -> bytes:
    (begin, end), (again, last) = sorted((_part(content, dice), _part(content, dice)))
    again = max(end, again)
    middle = content[again:last] + content[end:again] + content[begin:end]
    return content[:begin] + middle + content[max(again, last) :]


def _repeat(content: bytes, dice: Random, _: list[bytes]) -> bytes:
    a, b = _part(content, dice)
    return content[:b] + content[a:b] * dice.choice((1, 2, 100)) + content[b:]


def _drop(content: bytes, dice: Random, _: list[bytes]) -> bytes:
    a, b = _part(content, dice)
    return content[:a] + content[b:]


def _set_number(content: bytes, dice: Random, _: list[bytes]) -> bytes:
    """Sizes and offsets as their readers do not expect them."""
    number = dice.choice((0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF))
    form = dice.choice((">I", "<I", ">H", "<H"))
    at = dice.randint(0, max(0, dice.choice((64, 1024, len(content))) - 4))
    packed = struct.pack(form, number & (0xFFFF if form[1] == "H" else 0xFFFFFFFF))
    return content[:at] + packed + content[at + len(packed) :]


def _splice(content: bytes, dice: Random, files: list[bytes]) -> bytes:
    other = dice.choice(files)
    return content[: dice.randint(0, len(content))] + other[dice.randint(0, len(other)) :]


_MUTATIONS: tuple[Callable[[bytes, Random, list[bytes]], bytes], ...] = (
    _flip_bits,
    _flip_bits,
    _set_number,
    _set_number,
    _truncate,
    _swap,
    _repeat,
    _drop,
    _splice,
)
