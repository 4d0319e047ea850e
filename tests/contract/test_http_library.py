"""The routes of libraries as clients meet them: who may do what, and what is left of it."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from chalicelib import limits, tokens
from chalicelib.people import Group
from chalicelib.photo import Photo
from chalicelib.ports import Services
from devserver.resources import MEDIA_BUCKET, UPLOADS_BUCKET
from tests.contract.http_client import Api
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import Visit
from tests.contract.http_refusals_library import OWNER, STORED, kept, token_of
from tests.contract.traffic import Traffic

pytest_plugins = ["tests.contract.http_fixtures"]

HTML = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module", autouse=True)
def media_of_module(services: Services) -> None:
    boto3.client("s3").create_bucket(Bucket=MEDIA_BUCKET)
    for bucket in (UPLOADS_BUCKET, MEDIA_BUCKET):
        boto3.client("s3").put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": "Enabled"}
        )


@pytest.fixture
def visit(api: Api, services: Services, traffic: Traffic) -> Visit:
    return Visit(api, services, traffic)


def files(photo: Photo) -> list[str]:
    """Every version of everything that is kept of a photo."""
    found = []
    for bucket in (UPLOADS_BUCKET, MEDIA_BUCKET):
        page = boto3.client("s3").list_object_versions(Bucket=bucket)
        rows = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        found += [row["Key"] for row in rows if photo.photo_id in row["Key"]]
    return found


def with_files(photo: Photo) -> Photo:
    client = boto3.client("s3")
    for _ in range(2):
        client.put_object(Bucket=UPLOADS_BUCKET, Key=photo.key or "", Body=b"upload")
        for each in photo.renditions:
            client.put_object(Bucket=MEDIA_BUCKET, Key=each.key, Body=b"rendition")
    client.delete_object(Bucket=MEDIA_BUCKET, Key=photo.renditions[0].key)
    return photo


#: Who asks; the others know its id.
WHO = {
    "nobody": None,
    "other user": ("bob-0002",),
    "other host": ("host-0003", Group.HOST),
    "owner": (OWNER,),
    "operator": ("operator-0004", Group.OPERATOR),
}
REQUESTS = {
    "GET": lambda api, photo, token: api.image(photo, token),
    "PATCH": lambda api, photo, token: api.edit(photo, token, comment="x"),
    "DELETE": lambda api, photo, token: api.delete(photo, token),
    "album": lambda api, photo, token: api.edit(photo, token, album=None),
    "visibility": lambda api, photo, token: api.edit(photo, token, visibility="HIDDEN"),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("owned", [True, False], ids=["owned", "visitor's"])
def test_who_may_do_what_with_a_photo(visit: Visit, request_: Any, who: str, owned: bool) -> None:
    photo = kept(visit) if owned else kept(visit, owner_id=None)
    said = WHO[who]
    answer: Answer = request_(visit.api, photo.photo_id, said and token_of(*said))
    permitted = {"owner", "operator"} if owned else {"operator"}
    expected = 200 if who in permitted else 401 if said is None else 404
    assert answer.status == expected
    if expected != 200:
        assert visit.services.photos.load(photo.photo_id) == photo


def test_a_token_of_a_session_opens_no_library(visit: Visit) -> None:
    photo = kept(visit)
    for token in (visit.screen, visit.phone):
        assert visit.api.image(photo.photo_id, token).code == "SignInRequired"
        assert visit.api.delete(photo.photo_id, token).code == "SignInRequired"


def test_a_library_page_by_page(visit: Visit) -> None:
    me = tokens.new_id()
    photos = [kept(visit, owner_id=me, stored_at=1000 + number) for number in range(5)]
    token = token_of(me)
    first = visit.api.images(token, limit=3).json
    second = visit.api.images(token, limit=3, cursor=first["cursor"]).json
    seen = [each["photoId"] for each in first["photos"] + second["photos"]]
    assert seen == [photo.photo_id for photo in reversed(photos)]
    assert second["cursor"] is None
    for other in (
        visit.api.images(token_of("bob-0002"), cursor=first["cursor"]),
        visit.api.images(token, cursor=first["cursor"], type="image"),
        visit.api.images(token, cursor=first["cursor"], from_="1"),
        visit.api.images(token, cursor=first["cursor"].swapcase()),
        visit.api.images(token_of("operator", Group.OPERATOR), owner=me, cursor=first["cursor"]),
    ):
        assert other.code == "CursorRefused"


def test_another_library_is_as_one_that_is_not_there(visit: Visit) -> None:
    kept(visit)
    for owner in (OWNER, "nobody"):
        empty = visit.api.images(token_of("bob-0002"), owner=owner).json
        assert (empty["photos"], empty["cursor"]) == ([], None)
    operator = token_of("operator-0004", Group.OPERATOR)
    assert visit.api.images(operator, owner=OWNER).json["photos"]


def test_names_and_comments_are_text(visit: Visit) -> None:
    photo = kept(visit)
    named = replace(
        photo,
        photo_id=tokens.new_id(),
        announced=replace(photo.announced, file_name=f"{HTML}\u0301.jpg"),
    )
    visit.services.photos.record(named)
    token = token_of(OWNER)
    edited = visit.api.edit(named.photo_id, token, comment=f"{HTML}\u202e\0\ud800 \r\n2")
    assert edited.json["comment"] == f"{HTML} \n2"
    assert edited.json["fileName"] == f"{HTML}\u0301.jpg"
    url = visit.api.image(named.photo_id, token, size="original").json["url"]
    assert "<" not in url
    assert "\n" not in url


# Where a photo is


@pytest.mark.parametrize("size", ["thumb", "medium", "large"])
def test_a_picture_is_at_its_signed_url(visit: Visit, size: str) -> None:
    photo = kept(visit)
    answer = visit.api.image(photo.photo_id, token_of(OWNER), size=size).json
    assert f"/renditions/{photo.photo_id}/{size}.jpg?" in answer["url"]
    assert query(answer["url"])["X-Amz-Expires"] == str(limits.VIEW_SECONDS)
    assert answer["size"] == size


@pytest.mark.parametrize(
    "content_type", ["image/jpeg", "text/html", "image/svg+xml", "application/xhtml+xml"]
)
def test_an_original_is_saved_and_never_run(visit: Visit, content_type: str) -> None:
    photo = kept(visit, content_type=content_type)
    asked = query(visit.api.image(photo.photo_id, token_of(OWNER), size="original").json["url"])
    known = content_type == "image/jpeg"
    assert asked["response-content-type"] == (content_type if known else "application/octet-stream")
    assert asked["response-content-disposition"].startswith("attachment; ")


def test_before_it_is_ready_there_is_the_original(visit: Visit) -> None:
    photo = kept(visit, **STORED)
    assert visit.api.image(photo.photo_id, token_of(OWNER), size="original").status == 200


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (None, 200),
        ("*/*", 200),
        ("application/json", 200),
        ("image/*", 302),
        ("image/avif,image/webp,image/*,*/*;q=0.8", 302),
        ("image/*;q=0.1,application/json", 200),
    ],
)
def test_who_would_rather_have_it_is_led_to_it(
    visit: Visit, accept: str | None, status: int
) -> None:
    photo = kept(visit)
    headers = {} if accept is None else {"Accept": accept}
    answer = visit.api.image(photo.photo_id, token_of(OWNER), headers, size="large")
    assert answer.status == status
    if status == 302:
        assert f"/renditions/{photo.photo_id}/large.jpg?" in answer.headers["location"]
        assert (answer.body, answer.headers["cache-control"]) == (b"", "no-store")


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


# Deletions


def test_a_deleted_photo_leaves_nothing_in_any_version(visit: Visit) -> None:
    photo, other = with_files(kept(visit)), with_files(kept(visit))
    kept_files = files(other)
    assert len(files(photo)) > 8
    answer = visit.api.delete(photo.photo_id, token_of(OWNER))
    assert answer.json == {
        "photoId": photo.photo_id,
        "deleted": True,
        "code": None,
        "message": None,
    }
    assert files(photo) == []
    assert visit.services.photos.load(photo.photo_id) is None
    assert files(other) == kept_files
    assert visit.api.delete(photo.photo_id, token_of(OWNER)).code == "PhotoNotFound"
    (noted,) = visit.api.read(visit.id, visit.screen).json["photos"]
    assert (noted["state"], noted["code"], noted["url"]) == ("REJECTED", "DELETED", None)


def test_many_have_an_outcome_each(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    # moto fails where one thread lists versions while another one deletes some.
    monkeypatch.setattr(limits, "CONCURRENT_DELETIONS", 1)
    mine, others = [with_files(kept(visit)) for _ in range(9)], kept(visit, owner_id="bob-0002")
    ids = [photo.photo_id for photo in (*mine, others)]
    answer = visit.api.delete_all([*ids, tokens.new_id(), ids[0]], token_of(OWNER)).json
    outcomes = [each["deleted"] for each in answer["deletions"]]
    assert outcomes == [True] * 9 + [False, False]
    assert {each["code"] for each in answer["deletions"]} == {None, "PhotoNotFound"}
    assert [file for photo in mine for file in files(photo)] == []
    assert visit.services.photos.load(others.photo_id) == others


def test_of_many_none_is_called_deleted_that_could_not_be(visit: Visit) -> None:
    photos = [kept(visit) for _ in range(3)]
    visit.traffic.refuse("ListObjectVersions", 503, "SlowDown", "Please reduce your rate.")
    ids = [photo.photo_id for photo in photos]
    answer = visit.api.delete_all(ids, token_of(OWNER)).json
    assert {each["code"] for each in answer["deletions"]} == {"ServiceUnavailable"}
    assert all(visit.services.photos.load(photo_id) for photo_id in ids)
