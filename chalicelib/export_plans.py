"""Use case of plans: which photos go into which volume of an export, and under which names.

Volumes are planned one after the other, each from where the one before ends. Two jobs may plan the
same volume while photos come and go; the plan that is written first is the one that counts.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from chalicelib import exported, filenames, limits
from chalicelib.errors import ServiceUnavailable
from chalicelib.export import Export, Plan, Planned, stamp
from chalicelib.export_keys import ExportKeys
from chalicelib.messages import to_wire
from chalicelib.photo import Photo
from chalicelib.photo_query import Position
from chalicelib.ports import Services


def planned(services: Services, export: Export, volume: int) -> Plan:
    """The plan of this volume, which is made if there is none. The one before it must be there.

    Raises:
        ServiceUnavailable
    """
    key = ExportKeys(export.album_id, export.export_id).plan(volume)
    known = services.exports.read(key)
    if known is not None:
        return Plan.of(json.loads(known))
    before = None if volume == 1 else _written(services, export, volume - 1)
    plan = _made(services, export, before)
    if services.exports.put_once(key, json.dumps(to_wire(plan)).encode()):
        return plan
    return _written(services, export, volume)


def _written(services: Services, export: Export, volume: int) -> Plan:
    keys = ExportKeys(export.album_id, export.export_id)
    known = services.exports.read(keys.plan(volume))
    if known is None:
        # It has been there: somebody is erasing the export.
        raise ServiceUnavailable
    return Plan.of(json.loads(known))


def _made(services: Services, export: Export, before: Plan | None) -> Plan:
    draft = _Draft(set(before.names if before else ()))
    for photo in _oldest_first(services, export, before.after if before else None):
        if not draft.takes(export, photo):
            return draft.plan(before, is_last=False)
    return draft.plan(before, is_last=True)


def _oldest_first(services: Services, export: Export, after: Position | None) -> Iterator[Photo]:
    while True:
        page = services.library.page(
            export.filters, after, limits.EXPORT_VOLUME_PHOTOS, oldest_first=True
        )
        yield from page.photos
        if page.after is None:
            return
        after = page.after


@dataclass
class _Draft:
    """A plan that is being made."""

    #: Of the files of one second: the others begin with another stamp.
    names: set[str]
    photos: list[Planned] = field(default_factory=list)
    size_bytes: int = 0
    last: Position | None = None

    def takes(self, export: Export, photo: Photo) -> bool:
        """Take the photo, if there is room for it; there is for one, however large."""
        size = exported.expected_bytes(export, photo)
        full = len(self.photos) == limits.EXPORT_VOLUME_PHOTOS
        if full or (self.photos and self.size_bytes + size > limits.EXPORT_VOLUME_BYTES):
            return False
        stored_at = photo.stored_at or 0
        if self.last is not None and self.last.stored_at != stored_at:
            self.names.clear()
        name, suffix = photo.announced.file_name, exported.suffix(export, photo)
        file = filenames.archived(stamp(stored_at), name, photo.photo_id, suffix, self.names)
        self.names.add(file.casefold())
        self.photos.append(Planned(photo.photo_id, file))
        self.size_bytes += size
        self.last = Position(stored_at, photo.photo_id)
        return True

    def plan(self, before: Plan | None, *, is_last: bool) -> Plan:
        """The plan, behind the one before."""
        return Plan(
            photos=tuple(self.photos),
            before=before.before + len(before.photos) if before else 0,
            after=None if is_last else self.last,
            names=tuple(sorted(self.names)),
        )
