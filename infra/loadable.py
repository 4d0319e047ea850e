"""Takes out of compiled code what only debuggers and linkers read, so that a package stays light.

The libraries in the wheels of Pillow and pillow-heif carry their symbols: a sixth of our package.
What a running program needs of an ELF file is named by its program headers; all else is removed
here without moving anything, as tools that rewrite such files do: where a patched library has
gaps, they have been known to break it.
https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.pheader.html
"""

import struct
from pathlib import Path

#: A 64-bit little-endian file.
_MAGIC = b"\x7fELF\2\1"
#: Type of the program headers that name what is loaded.
_LOAD = 1


def slim(folder: Path) -> None:
    """Slim all compiled code in a folder.

    Each file is made anew: the old one is the installer's, which links it to its cache.
    """
    for path in sorted(folder.rglob("*.so*")):
        slimmed = loadable(path.read_bytes())
        path.unlink()
        path.write_bytes(slimmed)


def loadable(binary: bytes) -> bytes:
    """What is loaded of a shared library, where it was; zeros between, nothing behind.

    A file of another kind is left as it is: `package.check` knows whether it may be there.
    """
    if not binary.startswith(_MAGIC):
        return binary
    loaded = _loaded(binary)
    slimmed = bytearray(max(end for _, end in loaded))
    for start, end in loaded:
        slimmed[start:end] = binary[start:end]
    # There are no sections any more: the place, number and names of their headers.
    struct.pack_into("<Q", slimmed, 40, 0)
    struct.pack_into("<HH", slimmed, 60, 0, 0)
    return bytes(slimmed)


def _loaded(binary: bytes) -> list[tuple[int, int]]:
    """Begin and end of each part that is loaded."""
    (table,) = struct.unpack_from("<Q", binary, 32)
    size, count = struct.unpack_from("<HH", binary, 54)
    parts = []
    for number in range(count):
        kind, _, start, _, _, length = struct.unpack_from("<IIQQQQ", binary, table + number * size)
        if kind == _LOAD:
            parts.append((start, start + length))
    return parts
