"""No line of any log has a secret in it, nor what visitors call their files.

Every line that any test makes is looked at as it is made, before a formatter hides anything, from
whatever library it comes. A test in which one tells too much fails, whatever it is about.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from chalicelib.album import CODE_ALPHABET, CODE_CHARACTERS

#: By what it would be.
SECRETS = {
    "a part of a signed URL": re.compile(r"X-Amz-(Signature|Security-Token|Credential)", re.I),
    "a header of authorization": re.compile(r"\bBearer\s+[^\s\[]", re.I),
    "a JSON Web Token": re.compile(r"\beyJ[\w-]{8,}\.[\w-]+"),
    # 43 characters of base64url, from 32 bytes.
    "a token": re.compile(r"(?<![\w/+=.-])[\w-]{43}(?![\w/+=.-])", re.A),
    "a code to join by": re.compile(
        # Not words in capitals: each code has a digit but for one in two hundred.
        rf"(?<![\w-])(?=\w*[2-9])[{CODE_ALPHABET}]{{{CODE_CHARACTERS}}}(?![\w-])"
    ),
    "a password": re.compile(r"a long enough one|another long enough one|Password123!", re.I),
    "a file's name": re.compile(
        r"[\w-]+\.(jpe?g|png|webp|gif|heic|heif|avif|mp4|mov|pdf|svg|txt)\b", re.I
    ),
}
#: Names of files that are ours: keys, and the operator's logos.
_OURS = re.compile(
    r"(?<![\w-])[\w-]{22}\.[a-z0-9]{1,5}\b"
    r"|renditions/[\w-]{22}/(thumb|medium|large)\.jpg"
    r"|watermarks/[\w-]+\.png"
)
#: The dev server has no other way to hand out codes.
_MAIL = re.compile(r"^[\d:]+ mail to \S+: the code is \d+$")


def told_by(text: str) -> list[str]:
    """What a text of a log tells that it must not."""
    others = _OURS.sub("", text)
    return [what for what, pattern in SECRETS.items() if pattern.search(others)]


class Guard:
    """Looks at lines, and keeps those that tell too much."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._make = logging.getLogRecordFactory()

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        """Make a record as Python does, and look at it."""
        record = self._make(*args, **kwargs)
        if record.levelno > logging.DEBUG:
            self.look(self._text_of(record), record.name)
        return record

    def look(self, text: str, where: str) -> None:
        """Look at what is said there."""
        self.found += [f"{what} in a line of {where}: {text!r}" for what in told_by(text)]

    def _text_of(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        texts = [record.getMessage()]
        # The exceptions' texts, which may be of anybody's making; not the lines of source.
        while error is not None:
            texts += traceback.format_exception_only(error)
            error = error.__cause__ or error.__context__
        return "\n".join(texts)


GUARD = Guard()


def pytest_configure() -> None:
    """From here on all lines are looked at."""
    logging.setLogRecordFactory(GUARD)
    for name in ("chalicelib", "devserver"):
        # As where they run; else a test of one module alone would make no lines.
        logging.getLogger(name).setLevel(logging.INFO)
    # As the dev server has it: it quotes subprotocols that are not taken.
    logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)


@pytest.fixture(autouse=True)
def _nothing_is_told() -> Iterator[None]:
    yield
    found, GUARD.found = GUARD.found, []
    assert not found, "\n".join(found)


def told_in(log: Path) -> list[str]:
    """What the whole log of a server tells that it must not, also if it was hidden in the end.

    What it would mail to people stands there on purpose.
    """
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return [
        line for line in lines if not _MAIL.search(line) and (told_by(line) or "[hidden]" in line)
    ]


@contextmanager
def expected() -> Iterator[list[str]]:
    """Within it lines may tell too much, and what was found in them is here."""
    before = len(GUARD.found)
    found: list[str] = []
    yield found
    found += GUARD.found[before:]
    del GUARD.found[before:]
