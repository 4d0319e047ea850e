"""A photo is deleted: its bytes leave the disk, its print the kiosk, and the phone says so."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, WebSocketRoute, expect

from chalicelib import keys
from chalicelib.aws.media import S3MediaStore
from chalicelib.aws.s3 import S3ObjectStore
from devserver import resources
from devserver.launch import DevServer
from tests.e2e import browser
from tests.e2e.api_client import Api
from tests.e2e.api_client import Phone as ApiPhone
from tests.e2e.browser import Visits
from tests.e2e.lab import joined
from tests.e2e.pages import Kiosk, Phone, words
from tests.e2e.pictures import Folder, jpeg
from tests.e2e.stored import Buckets
from tests.e2e.waiting import eventually


class Pushed:
    """A page's socket, by which it can be told something more."""

    def __init__(self, page: Page) -> None:
        self._route: WebSocketRoute | None = None
        self.photos: dict[str, Any] = {}
        page.route_web_socket("**/ws?**", self._connect)

    def delete(self, name: str) -> None:
        """What the service pushes when the photo of this name is deleted."""
        session_id, photo = self.photos[name]
        gone = {**photo, "state": "REJECTED", "code": "DELETED", "url": None, "renditions": None}
        assert self._route is not None
        message = {"type": "PHOTO_DELETED", "sessionId": session_id, "photo": gone}
        self._route.send(json.dumps(message))

    def _connect(self, route: WebSocketRoute) -> None:
        self._route = route
        route.connect_to_server().on_message(lambda text: self._hear(route, str(text)))

    def _hear(self, route: WebSocketRoute, text: str) -> None:
        told = json.loads(text)
        for photo in [*told.get("photos", ()), *([told["photo"]] if "photo" in told else ())]:
            self.photos[photo["fileName"]] = told["sessionId"], photo
        route.send(text)


def test_the_print_leaves_and_the_others_stay_as_they_are(
    server: DevServer, visits: Visits, folder: Folder
) -> None:
    lines: list[Pushed] = []
    opened = visits.open(
        server.site_url, before=lambda page: lines.append(Pushed(page)), **browser.KIOSK
    )
    kiosk = Kiosk(opened)
    phone = joined(visits, kiosk)
    for number, name in enumerate(("first.jpg", "last.jpg")):
        phone.pick(folder.file(name, jpeg(number, width=800, height=600)))
        kiosk.shows(name)
        phone.has_shown(name)
    # The print, not its image: that one is replaced when the sharp one has come.
    kiosk.print_of("last.jpg").evaluate("(print) => { print.mark = 'the same'; }")
    lines[0].delete("first.jpg")
    kiosk.shows_just(1)
    kiosk.shows("last.jpg")
    assert kiosk.print_of("last.jpg").evaluate("({mark}) => mark") == "the same"
    expect(kiosk.page.locator(".notice:visible")).to_have_count(0)
    lines[0].delete("last.jpg")
    kiosk.shows_just(0)
    kiosk.says("kiosk.connected.title")


def test_the_phone_says_that_it_was_removed_and_takes_another(
    visits: Visits, kiosk: Kiosk, folder: Folder
) -> None:
    lines: list[Pushed] = []
    address = kiosk.show_code()
    page = visits.open(address, before=lambda page: lines.append(Pushed(page)), **browser.PHONE)
    phone = Phone(page)
    phone.is_ready()
    phone.pick(folder.file("sea.jpg", jpeg(3, width=800, height=600)))
    phone.has_shown("sea.jpg")
    lines[0].delete("sea.jpg")
    phone.tells("sea.jpg", "phone.row.deleted")
    phone.is_ready()
    phone.row("sea.jpg").get_by_role("button", name=words("phone.row.remove")).click()
    expect(phone.rows).to_have_count(0)


def test_on_one_machine_too_every_version_leaves_the_disk(
    api: Api, data: Path, session: dict[str, Any]
) -> None:
    phone = ApiPhone(api, session["sessionId"])
    photo_id = phone.send(jpeg(5, width=800, height=600))
    buckets = Buckets(eventually(lambda: api.photos(session, "READY"))[0]["url"], data)
    eventually(lambda: len(buckets.renditions(photo_id)) == 3)
    prefix = keys.upload_prefix(session["sessionId"], photo_id)
    (key,) = [row["Key"] for row in listed(buckets, resources.UPLOADS_BUCKET, prefix)]
    buckets.client.delete_object(Bucket=resources.UPLOADS_BUCKET, Key=key)
    buckets.client.put_object(Bucket=resources.UPLOADS_BUCKET, Key=key, Body=b"again")
    assert len(listed(buckets, resources.UPLOADS_BUCKET, prefix)) == 3
    assert on_disk(data, photo_id)
    S3ObjectStore(lambda: buckets.client, resources.UPLOADS_BUCKET).erase(prefix)
    media = S3MediaStore(lambda: buckets.client, resources.MEDIA_BUCKET)
    media.erase(keys.rendition_prefix(photo_id))
    assert listed(buckets, resources.UPLOADS_BUCKET, prefix) == []
    assert buckets.renditions(photo_id) == {}
    assert on_disk(data, photo_id) == []


def listed(buckets: Buckets, bucket: str, prefix: str) -> list[Any]:
    """Every version, and every mark of a deletion."""
    page = buckets.client.list_object_versions(Bucket=bucket, Prefix=prefix)
    return [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]


def on_disk(data: Path, photo_id: str) -> list[Path]:
    """Files that hold something of the photo."""
    return [path for path in data.rglob("*") if path.is_file() and photo_id in str(path)]
