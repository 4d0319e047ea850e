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
    #: How long a photo is on its way: each second the phone tells of it, and once how it looks.
    upload_seconds: int = 4

    @property
    def syncs(self) -> int:
        """Both ask when they open, and then every `sync_seconds`."""
        return sum(
            1 + seconds // self.sync_seconds for seconds in (self.kiosk_seconds, self.phone_seconds)
        )

    @property
    def requests(self) -> int:
        """HTTP requests, none with a preflight: open the session, claim it, ask for each ticket."""
        return 2 + self.photos

    @property
    def messages(self) -> int:
        """Syncs and answers; that the phone is here; of each photo three to both, and one back.

        It is there, it is shown, it is ready; and the screen says that it shows it. Before, the
        screen hears what the phone tells. API Gateway counts by 32 KB; none has more.
        """
        return 2 * self.syncs + 1 + (2 * 3 + 1) * self.photos + 2 * self.tellings

    @property
    def tellings(self) -> int:
        """Of photos on their way: how far, each second, and a preview."""
        return (self.upload_seconds + 1) * self.photos

    @property
    def socket_minutes(self) -> float:
        """Minutes that sockets are open."""
        return (self.kiosk_seconds + self.phone_seconds) / 60

    @property
    def calls(self) -> int:
        """Of functions: requests, sockets, syncs, arrivals, receipts, jobs, tellings."""
        return self.requests + 2 * 2 + self.syncs + 3 * self.photos + self.tellings

    @property
    def writes(self) -> int:
        """Of 1 KB in the tables.

        A session of three photos has 2 KB, with their renditions 3; it hears of the claim, of each
        ticket and arrival, of the receipt, the outcome, and that its screens were told. A socket
        has an index entry. The record of a photo has 1 KB, and 2 with its outcome.
        """
        session = 1 + 1 + 2 * (self.photos + self.photos) + 3 * 3 * self.photos
        sockets = 2 * (2 + 2)
        return session + sockets + (1 + 2) * self.photos

    @property
    def reads(self) -> int:
        """Of up to 4 KB, consistent; the index that `$disconnect` looks in costs half."""
        tickets = self.photos
        sockets = 2 + 1
        arrivals = 3 * self.photos
        receipts = 3 * self.photos
        jobs = 5 * self.photos
        tellings = 3 * self.tellings + self.photos  # a preview reads its session twice
        return 1 + tickets + 1 + sockets + 2 * self.syncs + tellings + arrivals + receipts + jobs


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
#: A function's usual run with its share of cold starts, and its memory; what a preview adds to it.
CALL_SECONDS, CALL_GB, PREVIEW_SECONDS = 0.05, 1.0, 0.1
#: What Lambda and we write about a call.
LOG_BYTES = 500
#: A record in the photos table, of a photo that is READY. It stays.
RECORD_BYTES = 1_200
#: The renditions of a photo of 12 million pixels, and the large one of them.
RENDITIONS_BYTES, LARGE_BYTES = 800_000, 600_000

#: What renditions cost of a whole processor (docs/performance.md), with the start of their process.
PROCESSOR_SECONDS = {"12 MP JPEG": 0.10, "12 MP HEIC": 0.65}
#: What the work waits for meanwhile: the upload, three pictures, tables and screens.
WAIT_SECONDS = 0.25
#: Memory at which a function has a whole processor; with less it has its share of one.
#: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
WHOLE_MB = 1_769
#: Dollars for a million GB-seconds, and for a million calls.
GB_SECONDS, CALLS = 16.6667, 0.20
#: States that a photo goes through, and functions that are called there (infra/template.yaml).
TRANSITIONS, STEP_CALLS = 5, 3
#: The phone page, compressed, in so many files (docs/performance.md).
PAGE_BYTES, PAGE_FILES = 40_000, 37
#: SessionUploadsDays and OldVersionsDays by default: an expired photo is an old version first.
KEPT_DAYS = 30 + 14


def items() -> Iterator[Item]:
    """The bill of one photo."""
    visit, each, million = VISIT, 1 / VISIT.photos, 1 / 1e6
    out, kept = visit.photo_bytes + LARGE_BYTES, visit.photo_bytes + RENDITIONS_BYTES
    yield Item("S3: out to the kiosk, once", out / GB, 0.09, "GB", free=100)
    yield Item(f"S3: kept {KEPT_DAYS} days", kept / GB * KEPT_DAYS / 30, 0.023, "GB-month")
    yield Item("S3: PUT", 4 / 1000, 0.005, "thousand")
    yield Item("S3: GET and preflight", 4 / 1000, 0.0004, "thousand")
    calls = visit.calls * each
    for name, quantity, price in (
        ("API Gateway: HTTP requests", visit.requests * each, 3.50),
        ("API Gateway: messages", visit.messages * each, 1.00),
        ("API Gateway: minutes of sockets", visit.socket_minutes * each, 0.25),
        ("Lambda: calls", calls, CALLS),
        ("EventBridge: events and their pipe", 1, 1.40),
        ("DynamoDB: writes", visit.writes * each, 0.625),
        ("DynamoDB: reads", visit.reads * each, 0.125),
    ):
        yield Item(name, quantity * million, price, "million")
    yield Item("SQS: requests", 3 * million, 0.40, "million", free=1)
    answering = ((calls - 1) * CALL_SECONDS + PREVIEW_SECONDS) * CALL_GB
    decoding = working_seconds("12 MP JPEG", WHOLE_MB) * WHOLE_MB / 1024
    yield Item("Lambda: GB-seconds", answering * million, GB_SECONDS, "million")
    yield Item("Lambda: GB-seconds of renditions", decoding * million, GB_SECONDS, "million")
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


def working_seconds(kind: str, memory_mb: int) -> float:
    """How long a function of this memory works on a photo."""
    return PROCESSOR_SECONDS[kind] * WHOLE_MB / memory_mb + WAIT_SECONDS


def processing() -> str:
    """What the work on a million photos costs by the memory of its function, as Markdown."""
    kinds = " | ".join(f"{kind} | a million" for kind in PROCESSOR_SECONDS)
    lines = [f"| memory | {kinds} |", "|---:" + "|---:" * 2 * len(PROCESSOR_SECONDS) + "|"]
    for memory_mb in (512, 1_024, WHOLE_MB):
        cells = []
        for kind in PROCESSOR_SECONDS:
            each = working_seconds(kind, memory_mb)
            dollars = each * memory_mb / 1024 * GB_SECONDS + CALLS
            cells += [f"{each:.2f} s", f"${dollars:.2f}"]
        lines.append(f"| {memory_mb:,} MB | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def step_by_step() -> float:
    """Dollars that a million photos cost more under the state machine.

    Its transitions; and of each further function a call, and its waiting with a whole processor.
    """
    waiting = WAIT_SECONDS * WHOLE_MB / 1024 * GB_SECONDS
    return TRANSITIONS * 25.0 + (STEP_CALLS - 1) * (CALLS + waiting)


def total(photos: int) -> float:
    """In dollars, for so many photos in one month."""
    return sum(item.dollars(photos) for item in items())


def load(kiosks: int, seconds: int = 120) -> dict[str, int]:
    """What each second brings when every kiosk has a new visitor every `seconds`."""
    visits = kiosks / seconds
    sockets = 2 * kiosks
    syncs = sockets / VISIT.sync_seconds
    photos = visits * VISIT.photos
    calls = visits * (VISIT.calls - VISIT.syncs) + syncs - photos
    brought = {
        "visits a minute": visits * 60,
        "HTTP requests/s": visits * VISIT.requests,
        "new sockets/s": visits * 2,
        "sockets open": sockets,
        "messages in/s": syncs + photos + visits * VISIT.tellings,
        "functions at once": calls * CALL_SECONDS + photos * PREVIEW_SECONDS,
        "functions that decode at once": photos * working_seconds("12 MP HEIC", WHOLE_MB),
        "S3 PUT/s": photos * 4,
        "table writes/s": visits * VISIT.writes,
        "MB/s to the kiosks": photos * (VISIT.photo_bytes + LARGE_BYTES) / 1e6,
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
    print(f"Prices of {PRICES_OF}, us-east-1\n\n{bill()}\n{processing()}\n{loads()}")
