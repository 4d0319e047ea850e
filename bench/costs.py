"""What photos cost on AWS, on paper: `python -m bench.costs`.

List prices of us-east-1. Nothing is subtracted but what AWS gives every account each month for
transfer. A test holds docs/operations.md to these tables, and the counts to what the code does.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

#: When the prices were last compared with AWS's pages, as the document says.
PRICES_OF = "November 2026"
#: AWS bills by this gigabyte.
GB = 2**30


@dataclass(frozen=True)
class Visit:
    """A visitor at a kiosk, as our pages do it."""

    photos: int = 3
    photo_bytes: int = 2_700_000
    #: How long the kiosk's and the phone's sockets are open, and how often each asks for the state.
    kiosk_seconds: int = 300
    phone_seconds: int = 120
    sync_seconds: int = 30

    @property
    def syncs(self) -> int:
        """Both ask when they open, and then every `sync_seconds`."""
        return sum(
            1 + seconds // self.sync_seconds for seconds in (self.kiosk_seconds, self.phone_seconds)
        )

    @property
    def requests(self) -> int:
        """HTTP requests: one to open the session, one for each ticket; each has its preflight."""
        return 2 * (1 + self.photos)

    @property
    def messages(self) -> int:
        """Syncs and their answers; to the screen that the phone is here; each photo to both."""
        return 2 * self.syncs + 1 + 2 * self.photos

    @property
    def socket_minutes(self) -> float:
        """Minutes that sockets are open."""
        return (self.kiosk_seconds + self.phone_seconds) / 60

    @property
    def calls(self) -> int:
        """Of functions: session, tickets, two sockets that open and close, syncs, arrivals."""
        return 1 + self.photos + 2 * 2 + self.syncs + self.photos

    @property
    def writes(self) -> int:
        """Of 1 KB in the tables. A session of three photos has 2 KB, a socket an index entry."""
        session = 1 + 2 * (self.photos + self.photos)
        sockets = 2 * (2 + 2)
        return session + sockets + self.photos

    @property
    def reads(self) -> int:
        """Of up to 4 KB, consistent; the index that `$disconnect` looks in costs half."""
        tickets = self.photos
        sockets = 2 + 1
        arrivals = 2 * self.photos
        return tickets + 1 + sockets + 2 * self.syncs + arrivals


@dataclass(frozen=True)
class Item:
    """A line of the bill."""

    name: str
    #: For one photo, in units of the price, as the next two say.
    quantity: float
    price: float
    unit: str
    #: Units that AWS gives every account each month.
    free: float = 0

    def dollars(self, photos: int) -> float:
        """For so many photos in one month."""
        return max(0.0, self.quantity * photos - self.free) * self.price


VISIT = Visit()
#: A function's usual run with its share of cold starts, and its memory.
CALL_SECONDS, CALL_GB = 0.05, 1.0
#: What Lambda and we write about a call.
LOG_BYTES = 500
#: A record in the photos table. It stays.
RECORD_BYTES = 600
#: The phone page, compressed, in so many files (docs/performance.md).
PAGE_BYTES, PAGE_FILES = 40_000, 37
#: SessionUploadsDays and OldVersionsDays by default: an expired photo is an old version first.
KEPT_DAYS = 30 + 14


def items() -> Iterator[Item]:
    """The bill of one photo."""
    visit, each, million = VISIT, 1 / VISIT.photos, 1 / 1e6
    gb = visit.photo_bytes / GB
    yield Item("S3: out to the kiosk, once", gb, 0.09, "GB", free=100)
    yield Item(f"S3: kept {KEPT_DAYS} days", gb * KEPT_DAYS / 30, 0.023, "GB-month")
    yield Item("S3: PUT", 1 / 1000, 0.005, "thousand")
    yield Item("S3: GET and preflight", 2 / 1000, 0.0004, "thousand")
    calls = visit.calls * each
    for name, quantity, price in (
        ("API Gateway: HTTP requests", visit.requests * each, 3.50),
        ("API Gateway: messages", visit.messages * each, 1.00),
        ("API Gateway: minutes of sockets", visit.socket_minutes * each, 0.25),
        ("Lambda: calls", calls, 0.20),
        ("DynamoDB: writes", visit.writes * each, 0.625),
        ("DynamoDB: reads", visit.reads * each, 0.125),
    ):
        yield Item(name, quantity * million, price, "million")
    yield Item("Lambda: GB-seconds", calls * CALL_SECONDS * CALL_GB * million, 16.6667, "million")
    yield Item("DynamoDB: records and their backup", RECORD_BYTES / GB, 0.45, "GB-month")
    yield Item("CloudWatch: logs", calls * LOG_BYTES / GB, 0.50, "GB")
    yield Item("CloudFront: pages", PAGE_BYTES * each / GB, 0.085, "GB", free=1024)
    yield Item("CloudFront: requests", PAGE_FILES * each * million, 1.00, "million", free=10)


def bill() -> str:
    """The bill of ten thousand and of a million photos within one month, as Markdown."""
    scales = (10_000, 1_000_000)
    lines = [
        "| what | list price | 10,000 photos | 1,000,000 photos |",
        "|---|---|---:|---:|",
    ]
    for item in items():
        free = f", {item.free:,g} free" if item.free else ""
        costs = " | ".join(f"${item.dollars(photos):,.2f}" for photos in scales)
        lines.append(f"| {item.name} | ${item.price:,g} a {item.unit}{free} | {costs} |")
    sums = " | ".join(f"**${total(photos):,.2f}**" for photos in scales)
    lines.append(f"| **together** | | {sums} |")
    return "\n".join(lines) + "\n"


def total(photos: int) -> float:
    """In dollars, for so many photos in one month."""
    return sum(item.dollars(photos) for item in items())


def load(kiosks: int, seconds: int = 120) -> dict[str, int]:
    """What each second brings when every kiosk has a new visitor every `seconds`."""
    visits = kiosks / seconds
    sockets = 2 * kiosks
    syncs = sockets / VISIT.sync_seconds
    calls = visits * (VISIT.calls - VISIT.syncs) + syncs
    brought = {
        "visits a minute": visits * 60,
        "HTTP requests/s": visits * VISIT.requests,
        "new sockets/s": visits * 2,
        "sockets open": sockets,
        "messages in/s": syncs,
        "functions at once": calls * CALL_SECONDS,
        "S3 PUT/s": visits * VISIT.photos,
        "table writes/s": visits * VISIT.writes,
        "MB/s to the kiosks": visits * VISIT.photos * VISIT.photo_bytes / 1e6,
    }
    # Up, but not for the last bit of a fraction.
    return {name: math.ceil(round(value, 6)) for name, value in brought.items()}


def loads() -> str:
    """What a house, a fair and a stadium bring, as Markdown."""
    columns = {kiosks: load(kiosks) for kiosks in (10, 100, 1_000)}
    lines = [
        "| " + " | ".join(["", *(f"{kiosks:,} kiosks" for kiosks in columns)]) + " |",
        "|---" + "|---:" * len(columns) + "|",
    ]
    for name in load(1):
        cells = " | ".join(f"{column[name]:,}" for column in columns.values())
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(f"Prices of {PRICES_OF}, us-east-1\n\n{bill()}\n{loads()}")
