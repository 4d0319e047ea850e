"""Use case of manifests: all volumes of an export are there → its manifests; then it is READY.

Whoever makes the last volume writes them. Lists are strongly consistent and follow the writing of
the volume, so of those who end at the same time at least one sees all volumes; if two do, both
write the same.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress

from chalicelib import filenames
from chalicelib.errors import ServiceUnavailable, UploadGone
from chalicelib.export import Export, ExportedPhoto, ExportJob
from chalicelib.export_keys import ExportKeys
from chalicelib.export_progress import Progress
from chalicelib.export_store import StoredObject
from chalicelib.manifests import CsvManifest, JsonManifest, Manifest, row_of
from chalicelib.object_writer import ObjectWriter
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def note_planned(services: Services, job: ExportJob, volumes: int, photos: int) -> None:
    """All plans are there: how many volumes have photos, and how many photos there are."""
    keys = ExportKeys(job.album_id, job.export_id)
    said = {"volumes": volumes, "photos": photos}
    services.exports.put(keys.planned, json.dumps(said).encode())


def conclude(services: Services, export: Export) -> None:
    """Write the manifests, if all volumes are there and nobody has done it.

    Raises:
        ServiceUnavailable
    """
    keys = ExportKeys(export.album_id, export.export_id)
    listed = services.exports.listed(keys.prefix)
    if keys.planned not in listed or keys.ready in listed:
        return
    planned = json.loads(services.exports.read(keys.planned) or b"null")
    if planned is None or not all(
        keys.archive(volume) in listed for volume in range(1, planned["volumes"] + 1)
    ):
        return
    as_csv = _begun(services, keys.csv, CsvManifest.content_type)
    as_json = _begun(services, keys.json, JsonManifest.content_type)
    written: list[tuple[ObjectWriter, Manifest]] = [
        (as_csv, CsvManifest(as_csv.write, export)),
        (as_json, JsonManifest(as_json.write, export)),
    ]
    left_out = 0
    for volume in range(1, planned["volumes"] + 1):
        for photo in _packed(services, keys, volume, listed):
            name = archive_name(export, volume, planned["volumes"])
            for _, manifest in written:
                manifest.add(row_of(name, photo))
            left_out += photo.left_out is not None
    for writer, manifest in written:
        manifest.end()
        writer.flush()
        # Somebody else may have ended the export at the same time, in just the same words.
        with suppress(UploadGone):
            writer.complete()
    services.exports.put(keys.ready, json.dumps(planned | {"leftOut": left_out}).encode())
    log.info("export %s is ready, %d photos", export.export_id, planned["photos"] - left_out)


def archive_name(export: Export, volume: int, volumes: int) -> str:
    """The name under which a volume is saved."""
    if volumes == 1:
        return filenames.saved(export.album_name, export.export_id, "zip")
    name = f"{export.album_name} {volume} of {volumes}"
    return filenames.saved(name, export.export_id, "zip")


def _begun(services: Services, key: str, content_type: str) -> ObjectWriter:
    return ObjectWriter(services.exports, key, services.exports.begin(key, content_type))


def _packed(
    services: Services, keys: ExportKeys, volume: int, listed: Mapping[str, StoredObject]
) -> Iterator[ExportedPhoto]:
    """What became of the photos of a volume whose archive is there."""
    last = max(key for key in listed if key.startswith(keys.steps(volume)))
    content = services.exports.read(last)
    if content is None:
        # Somebody is erasing the export.
        raise ServiceUnavailable
    yield from Progress.of_bytes(content).photos
