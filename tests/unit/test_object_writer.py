"""Objects that are written in parts, in flat memory, with pauses."""

import tracemalloc

import pytest

from chalicelib import limits
from chalicelib.object_writer import ObjectWriter
from chalicelib.storage import Part
from tests.builders import an_id
from tests.exporting import a_world, add, ask, deliver
from tests.fake_exports import MemoryExportStore
from tests.fake_pictures import MemoryMediaStore, MemoryObjectStore

MB = 1024 * 1024
KEY = "exports/a/b.zip"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXPORT_PART_BYTES", 10)


@pytest.fixture
def store() -> MemoryExportStore:
    return MemoryExportStore(MemoryMediaStore(), MemoryObjectStore(), lambda: 1)


@pytest.mark.parametrize("pieces", [[25], [10, 10], [1] * 25, [9, 2, 9], [0, 30, 0], [3]])
def test_what_is_written_in_pieces_is_one_object_of_parts(
    store: MemoryExportStore, pieces: list[int]
) -> None:
    writer, content = ObjectWriter(store, KEY, store.begin(KEY, "text/plain")), b""
    for number, size in enumerate(pieces):
        piece = bytes([number]) * size
        writer.write(piece)
        content += piece
        assert writer.written == len(content)
        # A pause: another process goes on.
        writer = ObjectWriter(store, KEY, writer.upload_id, writer.parts, writer.rest)
    writer.flush()
    assert [part.size_bytes for part in writer.parts[:-1]] == [10] * (len(writer.parts) - 1)
    writer.complete()
    assert store.read(KEY) == content


def test_memory_does_not_grow_with_what_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a whole volume a job holds two parts and two chunks."""
    monkeypatch.setattr(limits, "EXPORT_PART_BYTES", 2 * MB)
    monkeypatch.setattr(limits, "EXPORT_CHUNK_BYTES", MB // 4)
    peaks = [_peak(monkeypatch, photos) for photos in (8, 64)]
    assert peaks[1] < 3 * 2 * MB
    assert peaks[1] < peaks[0] * 1.2


def _peak(monkeypatch: pytest.MonkeyPatch, photos: int) -> int:
    """Bytes at most, beyond what there was before, while photos of a megabyte each are packed."""
    services = a_world()
    one = bytes(MB)
    for number in range(1, photos + 1):
        add(services, number, one)

    def forget(key: str, upload_id: str, number: int, content: bytes) -> Part:
        return Part(number, len(content), None, an_id(number))

    monkeypatch.setattr(services.exports, "send", forget)
    monkeypatch.setattr(services.exports, "complete", lambda *_: None)
    # One that is read a chunk at a time, as from a socket.
    monkeypatch.setattr(services.exports, "original", lambda *_: (bytes(MB // 4) for _ in range(4)))
    ask(services)
    tracemalloc.start()
    try:
        assert not deliver(services)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
