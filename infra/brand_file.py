"""A brand: what pages show in place of Scandrop's own look, checked before anybody sees it.

The dev server reads one too, so neither this nor what it is made of knows AWS. docs/brand.md tells
each field.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import brand_document, brand_logo, brand_words, contrast
from infra.brand_logo import Logo
from infra.brand_problem import BrandUnfit, Problem

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_LOGO = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:{'|'.join(brand_logo.SUFFIXES)})")
#: For editors, and of no use to pages.
_SCHEMA = "$schema"


@dataclass(frozen=True)
class Brand:
    """A brand that is fit to be shown."""

    document: Mapping[str, Any]
    logo: Logo | None = None

    @property
    def name(self) -> str:
        """What pages call the place."""
        return str(self.document["name"])

    @property
    def published(self) -> dict[str, Any]:
        """What `config.json` tells pages: the document, with the logo by its path on the site."""
        told = {name: value for name, value in self.document.items() if name != _SCHEMA}
        return told if self.logo is None else {**told, "logo": self.logo.path}


def read(file: Path) -> Brand:
    """The brand in a file, with its logo from beside it.

    Raises:
        BrandUnfit: with all that is wrong.
    """
    try:
        document = brand_document.parsed(file.read_bytes())
    except OSError as error:
        unread = Problem("$", f"cannot be read: {error.strerror}", "the path of a brand's file")
        raise BrandUnfit(file, [unread]) from error
    except brand_document.Unreadable as error:
        raise BrandUnfit(file, [error.problem]) from error
    found = list(brand_document.misshapen(document))
    logo = None
    if isinstance(document, dict):
        found += brand_words.problems(document)
        for name, scheme in schemes(document):
            found += contrast.problems(name, scheme)
        if _LOGO.fullmatch(str(document.get("logo"))):
            logo, wrong = brand_logo.read(file.parent / document["logo"])
            found += wrong
    if found:
        raise BrandUnfit(file, found)
    return Brand(document, logo)


def schemes(document: Mapping[str, Any]) -> Iterator[tuple[str, contrast.Scheme]]:
    """The schemes that can be measured, by name: six colours each."""
    colors = document.get("colors")
    for name in ("light", "dark"):
        scheme = colors.get(name) if isinstance(colors, dict) else None
        if not isinstance(scheme, dict) or scheme.keys() != contrast.COLORS:
            continue
        if all(_COLOR.fullmatch(str(color)) for color in scheme.values()):
            yield name, scheme
