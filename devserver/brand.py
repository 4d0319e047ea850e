"""The brand that a developer works on: read anew when its file changes."""

import logging
from pathlib import Path

from infra import brand_logo
from infra.brand_file import Brand, read
from infra.brand_problem import BrandUnfit

#: A name, a time of change and a size.
_Facts = tuple[str, int, int]

log = logging.getLogger("devserver")


class BrandFile:
    """A brand's file, with the logo beside it."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Raises:
            BrandUnfit
        """
        self._path = path
        self._seen = self._facts()
        self._brand = read(path)

    @property
    def current(self) -> Brand:
        """The brand as it is written now; while that is not fit to be shown, as it was before."""
        facts = self._facts()
        if facts != self._seen:
            self._seen = facts
            try:
                self._brand = read(self._path)
                log.info("brand: %s", self._brand.name)
            except BrandUnfit as error:
                log.warning("%s\nPages show the brand as it was before.", error)
        return self._brand

    def _facts(self) -> list[_Facts]:
        """What changes with the file, and with any picture that it may name."""
        pictures = {f".{suffix}" for suffix in brand_logo.SUFFIXES}
        try:
            return sorted(
                (each.name, each.stat().st_mtime_ns, each.stat().st_size)
                for each in self._path.parent.iterdir()
                if each.name == self._path.name or each.suffix in pictures
            )
        except OSError:
            # It is being replaced in this moment, or is gone for good: reading it will tell.
            return []
