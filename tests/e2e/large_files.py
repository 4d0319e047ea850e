"""Films as large as they have to be, and what the storage has of them."""

import hashlib
import random
from pathlib import Path

from tests.e2e.stored import Buckets
from tests.e2e.waiting import PATIENCE_SECONDS

MIB = 1024**2
#: Requests that carry a part.
PARTS = "**/session-uploads/**partNumber=*"
#: Much to send on a machine that has other work. In milliseconds.
PATIENCE = PATIENCE_SECONDS * 1000
#: With which an MP4 begins, and the box of what was filmed up to its end: ISO/IEC 14496-12, 4.
_HEAD = bytes.fromhex("00000018") + b"ftypisom" + bytes(4) + b"isommp42" + bytes(4) + b"mdat"


def film(path: Path, size: int) -> str:
    """A file that begins as films do; its SHA-256."""
    block = random.Random(size).randbytes(MIB)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for number in range(size // MIB):
            # No two blocks are the same: a part in another's place would be found.
            head = _HEAD if number == 0 else number.to_bytes(8, "big")
            piece = head + block[len(head) :]
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def digest_of(buckets: Buckets, session_id: str, photo_id: str) -> str:
    """SHA-256 of what is stored; never all of it in memory."""
    digest = hashlib.sha256()
    for chunk in buckets.chunks(session_id, photo_id):
        digest.update(chunk)
    return digest.hexdigest()
