"""What one file may cost. That it is set, and holds, is proved on real workers: test_sandbox.py."""

import resource

from chalicelib import limits
from chalicelib.images import confinement


def test_only_heic_and_avif_have_memory_and_threads_for_themselves() -> None:
    plain, heif = confinement.allowed(b"\xff\xd8\xff"), confinement.allowed(b"\0\0\0\x18ftypheic")
    memory = confinement.counted()
    assert memory in (resource.RLIMIT_DATA, resource.RLIMIT_AS)
    assert plain.pop(memory) == limits.DECODE_BYTES
    assert heif.pop(memory) == limits.DECODE_BYTES_HEIF
    assert plain.pop(resource.RLIMIT_NPROC) == 0
    assert plain == heif


def test_looking_how_memory_is_counted_limits_nothing() -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA)
    confinement.counted.cache_clear()
    confinement.counted()
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
