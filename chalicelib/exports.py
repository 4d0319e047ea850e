"""Use cases of hosts: ask for an export of an album, and see how far it is.

There is one export of an album at a time. What has become of it is told by the objects that the
jobs have written, so there is nothing that could contradict them.
"""

import json
import logging
from collections.abc import Mapping

from chalicelib import albums, export_keys, filenames, limits
from chalicelib.album_errors import ExportNotFound, ExportRunning
from chalicelib.export import Export, ExportJob, ExportState
from chalicelib.export_answers import ExportedFile, ExportView
from chalicelib.export_inputs import ExportRequest
from chalicelib.export_keys import ExportKeys
from chalicelib.export_manifests import archive_name
from chalicelib.export_store import StoredObject
from chalicelib.messages import to_wire
from chalicelib.people import User
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def request_export(
    services: Services, user: User, album_id: str, wanted: ExportRequest
) -> ExportView:
    """Begin to export an album, in the place of its last export. To repeat it begins nothing anew.

    Raises:
        AlbumNotFound: there is none, or not for him.
        ExportRunning: one of something else is being made.
    """
    album = albums.require_album(services, user, album_id)
    last = asked_export(services, album_id)
    if last is not None:
        view = _view(services, last)
        if view.state is ExportState.MAKING:
            if ExportRequest(last.size, last.visibility) != wanted:
                raise ExportRunning
            if not services.exports.listed(ExportKeys(album_id, last.export_id).prefix):
                # Nobody has begun; perhaps whoever asked died before he could send the job.
                services.jobs.send(ExportJob(album_id, last.export_id, volume=1))
            return view
    services.exports.erase(export_keys.album_prefix(album_id))
    export = Export(
        export_id=services.new_id(),
        album_id=album_id,
        album_name=album.name,
        size=wanted.size,
        visibility=wanted.visibility,
        created_at=services.clock(),
    )
    content = json.dumps(to_wire(export)).encode()
    services.exports.put(export_keys.asked_key(album_id), content)
    services.jobs.send(ExportJob(album_id, export.export_id, volume=1))
    log.info("export %s of album %s is asked for", export.export_id, album_id)
    return _view(services, export)


def read_export(services: Services, user: User, album_id: str, export_id: str) -> ExportView:
    """How far an export is; when it is READY, where its files are for some minutes.

    Raises:
        AlbumNotFound: there is none, or not for him.
        ExportNotFound: another took its place, it is too old, or it never was.
    """
    albums.require_album(services, user, album_id)
    export = asked_export(services, album_id)
    if export is None or export.export_id != export_id:
        raise ExportNotFound
    return _view(services, export)


def asked_export(services: Services, album_id: str) -> Export | None:
    """The album's export, if there is one and it is not too old."""
    content = services.exports.read(export_keys.asked_key(album_id))
    if content is None:
        return None
    export = Export.of(json.loads(content))
    return export if services.clock() < export.created_at + limits.EXPORT_SECONDS else None


def give_up(services: Services, job: ExportJob) -> None:
    """Note that a job of this export will not be tried again."""
    services.exports.put(ExportKeys(job.album_id, job.export_id).failed, b"{}")


def _view(services: Services, export: Export) -> ExportView:
    keys = ExportKeys(export.album_id, export.export_id)
    listed = services.exports.listed(keys.prefix)
    ready = _said(services, keys.ready, listed)
    planned = ready or _said(services, keys.planned, listed)
    files = () if ready is None else _files(services, export, ready["volumes"], listed)
    return ExportView(
        export_id=export.export_id,
        album_id=export.album_id,
        state=ExportState.READY if ready else _unready_state(services, export, keys, listed),
        size=export.size,
        visibility=export.visibility,
        created_at=export.created_at,
        expires_at=export.created_at + limits.EXPORT_SECONDS,
        photos_total=planned["photos"] if planned else None,
        photos_done=export_keys.photos_done(listed),
        photos_left_out=ready["leftOut"] if ready else None,
        files=files,
        urls_expire_at=services.clock() + limits.VIEW_SECONDS if files else None,
    )


def _said(
    services: Services, key: str, listed: Mapping[str, StoredObject]
) -> dict[str, int] | None:
    content = services.exports.read(key) if key in listed else None
    return None if content is None else json.loads(content)


def _unready_state(
    services: Services, export: Export, keys: ExportKeys, listed: Mapping[str, StoredObject]
) -> ExportState:
    moved_at = max((each.stored_at for each in listed.values()), default=export.created_at)
    stalled = services.clock() >= moved_at + limits.EXPORT_STALL_SECONDS
    return ExportState.FAILED if stalled or keys.failed in listed else ExportState.MAKING


def _files(
    services: Services, export: Export, volumes: int, listed: Mapping[str, StoredObject]
) -> tuple[ExportedFile, ...]:
    keys = ExportKeys(export.album_id, export.export_id)
    named = {
        keys.archive(volume): archive_name(export, volume, volumes)
        for volume in range(1, volumes + 1)
    }
    for key, suffix in ((keys.csv, "csv"), (keys.json, "json")):
        name = f"{export.album_name} manifest"
        named[key] = filenames.saved(name, export.export_id, suffix)
    return tuple(
        ExportedFile(
            name,
            listed[key].size_bytes,
            services.exports.download_url(key, name, limits.VIEW_SECONDS),
        )
        for key, name in named.items()
    )
