"""Sizes of WebSocket frames, read off the wire. Pure.

API Gateway limits a frame to 32 KB and a message, which may be several frames, to 128 KB. aiohttp
hands out whole messages and knows one limit, so the frames are measured beside it.
"""

_MASKED = 0x80
_LENGTH = 0x7F
#: Values of the 7-bit length that announce a longer one, and its size (RFC 6455, 5.2).
_EXTENDED = {126: 2, 127: 8}


class FrameMeter:
    """Follows the bytes that a client sends and notes the first frame that is too large."""

    def __init__(self, max_frame_bytes: int) -> None:
        self._max_frame_bytes = max_frame_bytes
        self._head = b""
        self._payload_left = 0
        #: Whether a frame above the limit was announced.
        self.exceeded = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes, cut anywhere."""
        position = 0
        while position < len(data):
            if self._payload_left:
                step = min(self._payload_left, len(data) - position)
                self._payload_left -= step
            else:
                step = min(self._head_bytes() - len(self._head), len(data) - position)
                self._head += data[position : position + step]
                if len(self._head) == self._head_bytes():
                    self._begin_payload()
            position += step

    def _head_bytes(self) -> int:
        """Size of the current header, as far as its first two bytes tell."""
        if len(self._head) < 2:
            return 2
        second = self._head[1]
        return 2 + _EXTENDED.get(second & _LENGTH, 0) + (4 if second & _MASKED else 0)

    def _begin_payload(self) -> None:
        length = self._head[1] & _LENGTH
        if length in _EXTENDED:
            length = int.from_bytes(self._head[2 : 2 + _EXTENDED[length]])
        self._head = b""
        self._payload_left = length
        self.exceeded = self.exceeded or length > self._max_frame_bytes
