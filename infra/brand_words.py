"""What people read in a brand: text that does what text does, in languages that pages speak."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.brand_problem import Problem, below

#: A folder for each language of the pages.
LOCALES = Path(__file__).resolve().parent.parent / "static-site" / "locales"

#: Where a brand says something by language.
_BY_LANGUAGE = (
    ("attract",),
    ("terms", "url"),
    ("after", "message"),
    ("after", "link", "label"),
)
#: What turns the direction of all text behind it; marks for one place (U+200E, U+200F) do not.
#: https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Controls, lone surrogates, and separators of lines and paragraphs.
_CONTROLS = {"Cc", "Cs", "Zl", "Zp"}


def languages() -> tuple[str, ...]:
    """The languages that pages speak, by their codes."""
    return tuple(sorted(path.name for path in LOCALES.iterdir() if path.is_dir()))


def problems(document: dict[str, Any]) -> Iterator[Problem]:
    """What is wrong with the words of a document, of whatever shape it is."""
    for path, text in _texts("$", document):
        yield from _unshowable(path, text)
    yield from _foreign(document)
    yield from _astray("$", document)


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """All texts, and where they stand."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(f"{path}[{number}]", each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(below(path, name), each)


def _unshowable(path: str, text: str) -> Iterator[Problem]:
    for character in sorted(set(text)):
        number = f"U+{ord(character):04X}"
        if character in _TURNS:
            yield Problem(path, f"turns the direction of text by {number}", "it without")
        elif unicodedata.category(character) in _CONTROLS:
            yield Problem(path, f"has the control character {number}", "it without, on one line")
    if text and not any(unicodedata.category(each)[0] in "LMNPS" for each in text):
        yield Problem(path, "shows nothing", "a text that can be seen")


def _foreign(document: dict[str, Any]) -> Iterator[Problem]:
    """Languages that no page speaks."""
    known = languages()
    for names in _BY_LANGUAGE:
        found: Any = document
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, dict):
            for language in sorted(found.keys() - known):
                path = below(".".join(("$", *names)), language)
                yield Problem(path, "is no language of the pages", f"one of {', '.join(known)}")


def _astray(path: str, value: Any) -> Iterator[Problem]:
    """Addresses that browsers do not go to, or not where they seem to."""
    for place, text in _texts(path, value):
        if not text.startswith("https://"):
            continue
        try:
            parts = urlsplit(text)
            # `@` and `\\` before the first slash make the rest another host than it looks.
            fit = bool(parts.hostname) and parts.username is None and "\\" not in text
            fit = fit and parts.port != 0
        except ValueError:
            fit = False
        if not fit:
            yield Problem(place, f"leads nowhere for sure: {text}", "https://, a host and a path")
