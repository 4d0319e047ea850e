"""An object that is written from its beginning to its end, in flat memory, with pauses."""

from collections.abc import Sequence

from chalicelib import limits
from chalicelib.export_store import ExportStore
from chalicelib.storage import Part


class ObjectWriter:
    """Sends what is written in parts of `limits.EXPORT_PART_BYTES`.

    Whoever writes on after a pause needs `upload_id`, `parts` and `rest`. Every method raises what
    the store raises.
    """

    def __init__(
        self,
        store: ExportStore,
        key: str,
        upload_id: str,
        parts: Sequence[Part] = (),
        rest: bytes = b"",
    ) -> None:
        self._store = store
        self._key = key
        self.upload_id = upload_id
        self._parts = list(parts)
        self._rest = bytearray(rest)
        #: Bytes written so far, before the pauses too.
        self.written = sum(part.size_bytes for part in parts) + len(rest)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What has been sent."""
        return tuple(self._parts)

    @property
    def rest(self) -> bytes:
        """What is too little for a part."""
        return bytes(self._rest)

    def write(self, content: bytes) -> None:
        """Write this behind what was written."""
        self._rest += content
        self.written += len(content)
        while len(self._rest) >= limits.EXPORT_PART_BYTES:
            self._send(limits.EXPORT_PART_BYTES)

    def flush(self) -> None:
        """Send the rest, as the last part: nothing may be written from here on."""
        if self._rest:
            self._send(len(self._rest))

    def complete(self) -> None:
        """Make the object of what has been sent."""
        self._store.complete(self._key, self.upload_id, self._parts)

    def _send(self, size: int) -> None:
        content = bytes(memoryview(self._rest)[:size])
        number = len(self._parts) + 1
        self._parts.append(self._store.send(self._key, self.upload_id, number, content))
        del self._rest[:size]
