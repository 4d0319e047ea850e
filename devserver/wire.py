"""HTTP without sockets: what the gateways take and give, to be called and tested as functions."""

from dataclasses import dataclass, field

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """One HTTP request as it came over the wire; nothing in it is decoded but its framing."""

    method: str
    raw_path: str
    query: str = ""
    headers: Headers = ()
    body: bytes = b""
    #: Address of who is at the other end of the connection, without its port.
    peer: str = "127.0.0.1"

    def header(self, name: str) -> str | None:
        """The last value of a header, as API Gateway's single-value map holds it."""
        values = self.header_values(name)
        return values[-1] if values else None

    def header_values(self, name: str) -> list[str]:
        """All values of a header, in order."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]


@dataclass(frozen=True)
class Answer:
    """One HTTP answer, complete."""

    status: int
    headers: Headers = ()
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)
