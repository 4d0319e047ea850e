"""Use case of volumes: a planned volume of an export → its ZIP; with the last, the manifests.

A job may come twice, or die at any point. It works for `limits.EXPORT_STEP_SECONDS`, writes down
how far it has come, and queues the rest; whoever comes next goes on from what was written down
last. Of two who do the same step at the same time, the first to write it down goes on; if the other
has spoiled what it sent, that is noticed when the parts are joined, and the volume is begun again.
An archive is there as a whole or not at all.
"""

import hashlib
import logging
import zlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace

from chalicelib import archives, export_manifests, export_plans, exported, limits
from chalicelib.errors import PartsMissing, ServiceUnavailable, UploadGone
from chalicelib.export import Export, ExportedPhoto, ExportJob, LeftOut, Plan, Planned
from chalicelib.export_keys import ExportKeys
from chalicelib.export_progress import OpenFile, Progress, archived
from chalicelib.exports import asked_export
from chalicelib.object_writer import ObjectWriter
from chalicelib.ports import Services

log = logging.getLogger(__name__)


class _Spoiled(Exception):
    """What is in the archive must not stay there, or is not what was written down."""


def make_volume(services: Services, job: ExportJob) -> None:
    """Make a volume, or go on with it for a while; the last one to end writes the manifests.

    Raises:
        ServiceUnavailable: the job has to come again.
    """
    export = asked_export(services, job.album_id)
    if export is None or export.export_id != job.export_id:
        log.info("export %s is not wanted any more", job.export_id)
        return
    keys = ExportKeys(job.album_id, job.export_id)
    plan = export_plans.planned(services, export, job.volume)
    listed = services.exports.listed(keys.prefix)
    if not plan.photos:
        _go_on(services, job, plan)
    elif keys.archive(job.volume) not in listed:
        steps = [key for key in listed if key.startswith(keys.steps(job.volume))]
        if steps:
            progress = _written_down(services, max(steps))
            if progress.step >= limits.EXPORT_STEPS:
                log.error("volume %d of export %s comes to no end", job.volume, job.export_id)
                raise ServiceUnavailable
        else:
            # Before anything is written down: whoever comes after a death here does it once more.
            _go_on(services, job, plan)
            progress = Progress(0, _begun(services, keys.archive(job.volume)))
        if not _made(services, job, export, plan, progress):
            return
    export_manifests.conclude(services, export)


def _go_on(services: Services, job: ExportJob, plan: Plan) -> None:
    """Let somebody make the next volume; with the last one it is known how many there are."""
    if plan.after is not None:
        services.jobs.send(replace(job, volume=job.volume + 1))
        return
    volumes = job.volume if plan.photos else job.volume - 1
    photos = plan.before + len(plan.photos)
    export_manifests.note_planned(services, job, volumes, photos)


def _begun(services: Services, key: str) -> str:
    return services.exports.begin(key, "application/zip")


def _written_down(services: Services, key: str) -> Progress:
    content = services.exports.read(key)
    if content is None:
        raise ServiceUnavailable
    return Progress.of_bytes(content)


def _made(
    services: Services, job: ExportJob, export: Export, plan: Plan, progress: Progress
) -> bool:
    """Whether the ZIP is there by this job; if not, another job goes on with it."""
    key = ExportKeys(job.album_id, job.export_id).archive(job.volume)
    try:
        if not progress.is_sent:
            progress = _Packer(services, export, plan, key, progress).pack()
            if not _is_first(services, job, progress):
                return False
            if not progress.is_sent:
                services.jobs.send(job)
                return False
        _join(services, key, progress)
    except (_Spoiled, UploadGone, PartsMissing):
        log.warning("volume %d of export %s is begun again", job.volume, job.export_id)
        if _is_first(services, job, Progress(progress.step + 1, _begun(services, key))):
            services.jobs.send(job)
        return False
    log.info("volume %d of export %s is made", job.volume, job.export_id)
    return True


def _is_first(services: Services, job: ExportJob, progress: Progress) -> bool:
    """Write down how far it has come. Of two jobs that did the same step, the first goes on."""
    keys = ExportKeys(job.album_id, job.export_id)
    if not services.exports.put_once(keys.step(job.volume, progress.step), progress.to_bytes()):
        log.info("another job makes volume %d of export %s", job.volume, job.export_id)
        return False
    services.exports.put(keys.mark(job.volume, len(progress.photos)), b"")
    return True


def _join(services: Services, key: str, progress: Progress) -> None:
    try:
        services.exports.complete(key, progress.upload_id, progress.parts)
    except UploadGone:
        # Perhaps because it was joined by somebody who died then.
        if key not in services.exports.listed(key):
            raise


class _Packer:
    """Writes an archive from where somebody stopped."""

    def __init__(
        self, services: Services, export: Export, plan: Plan, key: str, progress: Progress
    ) -> None:
        self._services = services
        self._export = export
        self._plan = plan
        self._before = progress
        self._writer = ObjectWriter(
            services.exports, key, progress.upload_id, progress.parts, progress.rest
        )
        self._photos = list(progress.photos)
        self._until = services.timer() + limits.EXPORT_STEP_SECONDS

    def pack(self) -> Progress:
        """Pack until all is sent, or it is time to let others work.

        Raises:
            _Spoiled: a file of which the archive has the beginning is gone.
            UploadGone, ServiceUnavailable
        """
        open_file = self._before.open_file
        for planned in self._plan.photos[len(self._photos) :]:
            open_file = self._add(planned, open_file)
            if open_file is not None or self._is_late():
                return self._progress(open_file)
        files = [archived(each) for each in self._photos if each.left_out is None]
        self._writer.write(archives.directory(files, self._writer.written))
        self._writer.flush()
        return replace(self._progress(None), is_sent=True)

    def _is_late(self) -> bool:
        return self._services.timer() >= self._until

    def _progress(self, open_file: OpenFile | None) -> Progress:
        return Progress(
            step=self._before.step + 1,
            upload_id=self._writer.upload_id,
            parts=self._writer.parts,
            photos=tuple(self._photos),
            open_file=open_file,
            rest=self._writer.rest,
        )

    def _add(self, planned: Planned, begun: OpenFile | None) -> OpenFile | None:
        """Add a photo, or the rest of it; what is open then."""
        services = self._services
        photo = services.photos.load(planned.photo_id)
        unseen = services.settings.moderation
        found = exported.described(
            self._export, photo, planned.photo_id, planned.file, unseen=unseen
        )
        if isinstance(found, ExportedPhoto):
            self._leave_out(found, begun)
            return None
        key, is_rendition = found.source
        read = services.exports.rendition if is_rendition else services.exports.original
        if begun is not None and begun.key != key:
            raise _Spoiled
        chunks = read(key, begun.done_bytes if begun else 0)
        if chunks is None:
            gone = ExportedPhoto(planned.photo_id, planned.file, LeftOut.DELETED)
            self._leave_out(gone, begun)
            return None
        if begun is None:
            begun = OpenFile(replace(found.photo, offset=self._writer.written), key)
            self._writer.write(archived(begun.photo).header)
        with closing(chunks):
            return self._copy(chunks, begun)

    def _leave_out(self, photo: ExportedPhoto, begun: OpenFile | None) -> None:
        if begun is not None:
            raise _Spoiled
        self._photos.append(photo)

    def _copy(self, chunks: Iterable[bytes], begun: OpenFile) -> OpenFile | None:
        """Copy the file, or as much of it as there is time for if it is larger than any picture."""
        crc32, done_bytes = begun.photo.crc32, begun.done_bytes
        digest = hashlib.sha256()
        size_bytes = begun.photo.size_bytes or 0
        for chunk in chunks:
            self._writer.write(chunk)
            crc32, done_bytes = zlib.crc32(chunk, crc32), done_bytes + len(chunk)
            digest.update(chunk)
            may_pause = size_bytes > limits.MAX_UPLOAD_BYTES and done_bytes < size_bytes
            if may_pause and self._is_late():
                return OpenFile(replace(begun.photo, crc32=crc32), begun.key, done_bytes)
        sha256 = None if begun.done_bytes else digest.hexdigest()
        photo = replace(begun.photo, crc32=crc32, size_bytes=done_bytes, sha256=sha256)
        self._writer.write(archived(photo).descriptor)
        self._photos.append(photo)
        return None
