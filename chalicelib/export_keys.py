"""Keys of the objects of exports, in the media bucket: `exports/<albumId>/…`. Pure.

What has become of an export is told by which of them are there: no table has to be kept in step.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_MARK = re.compile(r"/([0-9]{5})\.at-([0-9]{5})$")


def album_prefix(album_id: str) -> str:
    """What the keys of all exports of this album begin with, and of no other album's."""
    return f"exports/{album_id}/"


def asked_key(album_id: str) -> str:
    """What was asked for last: there is one export of an album at a time."""
    return f"{album_prefix(album_id)}asked.json"


@dataclass(frozen=True)
class ExportKeys:
    """The keys of one export. Its volumes count from 1."""

    album_id: str
    export_id: str

    @property
    def prefix(self) -> str:
        """What all of them begin with."""
        return f"{album_prefix(self.album_id)}{self.export_id}/"

    def plan(self, volume: int) -> str:
        """Which photos go into this volume."""
        return f"{self.prefix}{volume:05d}.plan.json"

    def steps(self, volume: int) -> str:
        """What the keys of this volume's steps begin with. The last by name is to go on from."""
        return f"{self.prefix}{volume:05d}.step-"

    def step(self, volume: int, number: int) -> str:
        """How far the work on it had come at this step."""
        return f"{self.steps(volume)}{number:05d}"

    def mark(self, volume: int, photos: int) -> str:
        """There if so many of its photos have been looked at: a list tells it."""
        return f"{self.prefix}{volume:05d}.at-{photos:05d}"

    def archive(self, volume: int) -> str:
        """The ZIP."""
        return f"{self.prefix}{volume:05d}.zip"

    @property
    def planned(self) -> str:
        """How many volumes and photos there are: written when all plans are."""
        return f"{self.prefix}planned.json"

    @property
    def csv(self) -> str:
        """The manifest as CSV."""
        return f"{self.prefix}manifest.csv"

    @property
    def json(self) -> str:
        """The manifest as JSON."""
        return f"{self.prefix}manifest.json"

    @property
    def ready(self) -> str:
        """What was exported: written last."""
        return f"{self.prefix}ready.json"

    @property
    def failed(self) -> str:
        """There if a job was given up."""
        return f"{self.prefix}failed.json"


def photos_done(keys: Iterable[str]) -> int:
    """How many photos the volumes of an export have looked at, by the keys of its objects."""
    furthest: dict[str, int] = {}
    for key in keys:
        if mark := _MARK.search(key):
            furthest[mark[1]] = max(furthest.get(mark[1], 0), int(mark[2]))
    return sum(furthest.values())
