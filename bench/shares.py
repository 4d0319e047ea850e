"""What a photo's renditions cost on Lambda, on paper: time on a processor, and memory.

With less memory Lambda gives less of a processor, so the bill is the same and the wait is not. More
than a whole processor would be paid for nothing: a picture is decoded on one.
"""

import time
from collections.abc import Mapping
from io import BytesIO

from bench.photographs import MEGAPIXELS_12, MEGAPIXELS_48, photograph
from chalicelib.images import render

RUNS = 5
#: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
WHOLE_MB = 1769
_MEMORIES = (512, 1024, WHOLE_MB)
#: Dollars for a million GB-seconds, as in bench/costs.py.
_PRICE = 16.6667


def paper() -> str:
    """Of decoding and encoding alone, as Markdown: reading from S3 and writing to it is waiting."""
    memories = " | ".join(f"{memory_mb:,} MB" for memory_mb in _MEMORIES)
    table = f"| renditions of a | {memories} | a million of them |\n|---|---:|---:|---:|---:|\n"
    for name, seconds in processor_seconds().items():
        waits = " | ".join(f"{seconds * WHOLE_MB / mb * 1000:.0f} ms" for mb in _MEMORIES)
        dollars = seconds * WHOLE_MB / 1024 * _PRICE
        table += f"| {name} | {waits} | ${dollars:.2f} |\n"
    return table


def processor_seconds() -> Mapping[str, float]:
    """On this machine's processor, by kind of photo."""
    photos = {
        "12 MP JPEG": photograph("JPEG", MEGAPIXELS_12),
        "48 MP JPEG": photograph("JPEG", MEGAPIXELS_48),
        "12 MP HEIC": photograph("HEIF", MEGAPIXELS_12),
    }
    return {name: min(_seconds(content) for _ in range(RUNS)) for name, content in photos.items()}


def _seconds(content: bytes) -> float:
    began = time.process_time()
    render.render(BytesIO(content), None)
    return time.process_time() - began
