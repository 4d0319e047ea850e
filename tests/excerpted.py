"""A file in memory, of which excerpts are read."""

from chalicelib.excerpts import Excerpts


def excerpts(content: bytes) -> Excerpts:
    return Excerpts(lambda start, size: content[start : start + size], len(content))
