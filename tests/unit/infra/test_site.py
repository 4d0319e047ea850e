"""Publishing the site: what is sent, in which order, and that it can be repeated."""

import io
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from infra import site
from infra.console import Console
from infra.site import SiteUnfit, files_of, publish
from infra.site_files import CACHE_CONTROL
from tests.unit.infra.site_fakes import (
    CONFIG,
    OUTPUTS,
    PAGES,
    PUBLISHED,
    Interrupted,
    MemoryAws,
    a_site,
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return a_site(tmp_path / "static-site")


@pytest.fixture
def aws() -> MemoryAws:
    return MemoryAws()


def published(aws: MemoryAws, source: Path, config: dict[str, str] = CONFIG) -> str:
    """Publish; what was printed."""
    stream = io.StringIO()
    publish(aws.account, OUTPUTS, config, Console(stream), source)
    return stream.getvalue()


def is_live(aws: MemoryAws, source: Path) -> None:
    """The site is the folder's, and no edge of the CDN has a file of before."""
    wanted = {file.key: file.content for file in files_of(source, CONFIG)}
    there = {key: found["Body"] for key, found in aws.objects.items() if key.startswith("site/")}
    assert there == wanted
    last_put = max(at for at, (what, _) in enumerate(aws.changes) if what == "put")
    assert ("forget", f"I{len(aws.invalidations) - 1}") in aws.changes[last_put:]


# What stops it


@pytest.mark.parametrize("name", ["index.html~", "notes.docx", "lib/api.js.orig", "LICENSE"])
def test_a_file_of_unknown_type_stops_it_before_anything_changes(
    source: Path, aws: MemoryAws, name: str
) -> None:
    (source / name).write_text("?")
    with pytest.raises(SiteUnfit, match=name):
        published(aws, source)
    assert not aws.changes


def test_an_empty_folder_does_not_empty_the_site(source: Path, aws: MemoryAws) -> None:
    published(aws, source)
    with pytest.raises(SiteUnfit, match=r"index\.html"):
        published(aws, source / "lib")
    assert set(aws.objects) == PUBLISHED


# How


def test_everything_is_sent_with_its_type_and_cache_rule(source: Path, aws: MemoryAws) -> None:
    published(aws, source)
    is_live(aws, source)
    types = {key: found["ContentType"] for key, found in aws.objects.items()}
    assert types["site/index.html"] == "text/html; charset=utf-8"
    assert types["site/lib/api.js"] == "text/javascript; charset=utf-8"
    assert types["site/favicon.svg"] == "image/svg+xml"
    assert {found["CacheControl"] for found in aws.objects.values()} == {CACHE_CONTROL}


def test_pages_come_after_all_that_they_name(source: Path, aws: MemoryAws) -> None:
    published(aws, source)
    assert set(aws.sent()[-len(PAGES) :]) == PAGES


def test_a_page_is_not_sent_if_what_it_names_could_not_be(source: Path, aws: MemoryAws) -> None:
    def refuse_the_fourth() -> Iterator[None]:
        yield from (None, None, None)
        raise Interrupted

    puts = refuse_the_fourth()
    aws.trouble = lambda operation: next(puts) if operation == "put_object" else None
    with pytest.raises(Interrupted):
        published(aws, source)
    assert not PAGES & set(aws.objects)


def test_a_file_that_is_gone_is_removed_when_no_edge_has_its_page_any_more(
    source: Path, aws: MemoryAws
) -> None:
    published(aws, source)
    (source / "lib" / "api.js").rename(source / "lib" / "service.js")
    (source / "index.html").write_text("names lib/service.js")
    aws.changes.clear()
    said = published(aws, source)
    assert aws.changes == [
        ("put", "site/lib/service.js"),
        ("put", "site/index.html"),
        ("forget", "I1"),
        ("delete", "site/lib/api.js"),
    ]
    assert "site/lib/api.js" in said
    is_live(aws, source)


def test_nothing_outside_the_site_is_touched(source: Path, aws: MemoryAws) -> None:
    record = {"Body": b"{}", "LastModified": None}
    aws.objects.update({"deployments/dev.json": record, "site-old/index.html": record})
    published(aws, source)
    published(aws, source)
    assert set(aws.objects) == PUBLISHED | {"deployments/dev.json", "site-old/index.html"}


def test_thousands_of_old_files_are_removed_as_S3_takes_them(  # noqa: N802
    source: Path, aws: MemoryAws
) -> None:
    for number in range(2001):
        aws.put_object(
            Key=f"site/old/{number}",
            Body=b"",
            Bucket=OUTPUTS["SiteBucketName"],
            ExpectedBucketOwner=aws.account.account_id,
        )
    published(aws, source)
    is_live(aws, source)


def test_a_file_that_S3_keeps_is_told(source: Path, aws: MemoryAws) -> None:  # noqa: N802
    published(aws, source)
    (source / "favicon.svg").unlink()
    aws.undeletable = frozenset({"site/favicon.svg"})
    with pytest.raises(site.RemovalFailed, match=r"favicon\.svg \(AccessDenied\)"):
        published(aws, source)


# Again


def test_a_second_time_sends_nothing_and_invalidates_nothing(source: Path, aws: MemoryAws) -> None:
    assert f"{len(PUBLISHED)} of {len(PUBLISHED)} files sent, 0 unchanged" in published(aws, source)
    before = list(aws.changes)
    assert f"0 of {len(PUBLISHED)} files sent, {len(PUBLISHED)} unchanged" in published(aws, source)
    assert aws.changes == before
    assert len(aws.invalidations) == 1


@pytest.mark.parametrize("name", ["Body", "ContentType", "CacheControl"])
def test_a_file_that_is_otherwise_than_it_should_be_is_sent_again(
    source: Path, aws: MemoryAws, name: str
) -> None:
    published(aws, source)
    found = aws.objects["site/lib/api.js"]
    if name == "Body":
        found |= {"Body": b"of somebody", "ChecksumSHA256": "of somebody"}
    else:
        found[name] = "of somebody"
    aws.changes.clear()
    published(aws, source)
    assert aws.changes == [("put", "site/lib/api.js"), ("forget", "I1")]


def test_a_file_that_goes_back_to_what_it_was_is_invalidated_again(
    source: Path, aws: MemoryAws
) -> None:
    page = source / "index.html"
    first = page.read_text()
    for text in ("another", first, "another", first):
        published(aws, source)
        page.write_text(text)
    published(aws, source)
    assert len(aws.invalidations) == 5
    is_live(aws, source)


def test_new_APIs_change_the_configuration_only(source: Path, aws: MemoryAws) -> None:  # noqa: N802
    published(aws, source, CONFIG | {"apiUrl": "https://old.example/test"})
    aws.changes.clear()
    published(aws, source)
    assert aws.changes == [("put", "site/config.json"), ("forget", "I1")]


def test_it_can_be_repeated_after_a_failure_of_any_request(source: Path) -> None:
    """The last, successful run always leaves the folder's site, and nothing older at the edges."""
    for fatal in count():
        aws = MemoryAws()
        (source / "lib" / "api.js").write_text("the first")
        (source / "old.css").write_text("")
        published(aws, source)
        (source / "lib" / "api.js").write_text("the second")
        (source / "phone.html").write_text(f"of run {fatal}")
        (source / "old.css").unlink()
        requests = count()

        def trouble(_: str, requests: "count[int]" = requests, fatal: int = fatal) -> None:
            if next(requests) == fatal:
                raise Interrupted

        aws.trouble = trouble
        try:
            published(aws, source)
        except Interrupted:
            published(aws, source)
            is_live(aws, source)
            continue
        break
    assert fatal > 10
