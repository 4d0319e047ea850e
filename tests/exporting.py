"""An album with photos, its host, and the queue that hands out the jobs of its export."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

from chalicelib import dispatch, exports
from chalicelib.album_entry import AlbumEntry
from chalicelib.export_answers import ExportView
from chalicelib.export_inputs import ExportRequest
from chalicelib.export_keys import ExportKeys
from chalicelib.jobs import Delivery
from chalicelib.keys import upload_key
from chalicelib.people import Group, User
from chalicelib.photo import Photo, PhotoState
from chalicelib.photo_query import ImageSize
from tests import fakes
from tests.builders import (
    ALBUM_ID,
    HOST_ID,
    SESSION_ID,
    a_ready_photo,
    an_album,
    an_announcement,
    an_id,
)
from tests.fakes import START, MemoryServices

HOST = User(HOST_ID, frozenset({Group.HOST}))
OTHER_HOST = User("another-host", frozenset({Group.HOST}))
OPERATOR = User("operator", frozenset({Group.OPERATOR}))
ORIGINALS = ExportRequest(ImageSize.ORIGINAL, None)
LARGE = ExportRequest(ImageSize.LARGE, None)


def a_world(**settings: Any) -> MemoryServices:
    """An album without photos, a day after it was made."""
    services = fakes.services(**settings)
    services.albums.create(an_album())
    services.clock.tick(24 * 3600)
    return services


def add(
    services: MemoryServices,
    number: int,
    content: bytes | None = None,
    *,
    file_name: str = "beach.jpg",
    **changes: Any,
) -> Photo:
    """A photo of the album, READY: the upload has this content, each rendition another."""
    content = f"content of {number}".encode() if content is None else content
    content_type = changes.get("content_type", "image/jpeg")
    key = upload_key(SESSION_ID, an_id(number), content_type)
    facts: dict[str, Any] = {
        "photo_id": an_id(number),
        "announced": an_announcement(file_name=file_name),
        "key": key,
        "size_bytes": len(content),
        "album_id": ALBUM_ID,
        "stored_at": START + number,
        "entry": AlbumEntry(START, guest_name="Ada"),
    }
    photo = a_ready_photo(**facts | changes)
    services.objects.put(key, len(content), content_type, content)
    made = []
    for each in photo.renditions:
        services.media.objects[each.key] = f"{each.name} of {number}".encode()
        made.append(replace(each, size_bytes=len(services.media.objects[each.key])))
    photo = replace(photo, renditions=tuple(made))
    services.photos.records[photo.photo_id] = photo
    return photo


def add_stored(services: MemoryServices, number: int, **changes: Any) -> Photo:
    """A photo of which nothing is made yet."""
    without = {"renditions": (), "facts": None, "ready_at": None}
    return add(services, number, **without | {"state": PhotoState.STORED} | changes)


def ask(
    services: MemoryServices, wanted: ExportRequest = ORIGINALS, user: User = HOST
) -> ExportView:
    """The host asks for an export."""
    return exports.request_export(services, user, ALBUM_ID, wanted)


def look(services: MemoryServices, export_id: str) -> ExportView:
    """The host looks how far it is."""
    return exports.read_export(services, HOST, ALBUM_ID, export_id)


def deliver(services: MemoryServices, receive_count: int = 1) -> list[str]:
    """The queue hands out the job that has waited longest; ids of what has to come again."""
    job = services.jobs.exports.pop(0)
    delivery = Delivery("message-1", json.dumps(job.message), receive_count)
    failed = dispatch.process_jobs(services, [delivery])
    if failed:
        services.jobs.exports.append(job)
    return failed


def run(services: MemoryServices) -> int:
    """Jobs are handed out until there are none; how many there were."""
    done = 0
    while services.jobs.exports:
        assert not deliver(services)
        done += 1
        assert done < 1000
    return done


def exported(services: MemoryServices, wanted: ExportRequest = ORIGINALS) -> ExportView:
    """An export that is READY."""
    export_id = ask(services, wanted).export_id
    run(services)
    return look(services, export_id)


def archive(services: MemoryServices, view: ExportView, volume: int = 1) -> zipfile.ZipFile:
    """A volume, as a program opens it that has read it to its end."""
    key = ExportKeys(view.album_id, view.export_id).archive(volume)
    opened = zipfile.ZipFile(io.BytesIO(services.media.objects[key]))
    assert opened.testzip() is None
    return opened


def contents(services: MemoryServices, view: ExportView, volume: int = 1) -> dict[str, bytes]:
    """What is in a volume, by name."""
    opened = archive(services, view, volume)
    return {name: opened.read(name) for name in opened.namelist()}


def manifest(services: MemoryServices, view: ExportView) -> list[dict[str, Any]]:
    """The rows of manifest.json."""
    key = ExportKeys(view.album_id, view.export_id).json
    rows: list[dict[str, Any]] = json.loads(services.media.objects[key])["photos"]
    return rows


def sheet(services: MemoryServices, view: ExportView) -> list[dict[str, str]]:
    """The rows of manifest.csv."""
    key = ExportKeys(view.album_id, view.export_id).csv
    text = services.media.objects[key].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
