"""Names of files come from strangers and are shown to others."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import filenames, limits
from tests.builders import PHOTO_ID

FAMILY = "👨\u200d👩\u200d👧"
LONG = "a" * 300


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        pytest.param("beach.jpg", "beach.jpg", id="as it is"),
        pytest.param("Ünïcödé 写真.heic", "Ünïcödé 写真.heic", id="letters of all languages"),
        pytest.param("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png",
                     id="markup, which is text"),
        pytest.param("../../etc/passwd", "passwd", id="folders"),
        pytest.param("C:\\Users\\me\\a.jpg", "a.jpg", id="Windows folders"),
        pytest.param("photos/", None, id="a folder only"),
        pytest.param("a\u202egpj.exe", "agpj.exe", id="text turned around"),
        pytest.param("\u2066a\u2069\u200e\u200f.jpg", "a.jpg", id="marks of direction"),
        pytest.param("a\x00b\r\nc\x1b[31m\x7f.jpg", "abc[31m.jpg", id="control characters"),
        pytest.param("a\u200b\ufeff\u00adb.jpg", "ab.jpg", id="invisible characters"),
        pytest.param("a\ud800b.jpg", "ab.jpg", id="half a character"),
        pytest.param("  my \u00a0  photo .jpg ", "my photo .jpg", id="white space"),
        pytest.param(f"{FAMILY}.jpg", f"{FAMILY}.jpg", id="an emoji of several parts"),
        pytest.param("cafe\u0301.jpg", "café.jpg", id="accents in one form"),
        pytest.param(".jpg", ".jpg", id="a suffix only"),
        pytest.param("", None, id="empty"),
        pytest.param(" \t\u202e", None, id="nothing to see"),
        pytest.param("\u200d", None, id="joiners that join nothing"),
        pytest.param("می\u200cروم.jpg", "می\u200cروم.jpg", id="a non-joiner of Persian"),
        pytest.param(None, None, id="not told"),
        pytest.param(f"{LONG}.jpeg", f"{'a' * 114}….jpeg", id="long, with a suffix"),
        pytest.param(f"a.{LONG}", f"a.{'a' * 117}…", id="long by its suffix"),
        pytest.param(LONG, f"{'a' * 119}…", id="long, without a suffix"),
        pytest.param("a" * 120, "a" * 120, id="just not too long"),
    ],
)  # fmt: skip
def test_a_name_is_cleaned_and_never_refused(sent: str | None, shown: str | None) -> None:
    assert filenames.shown(sent) == shown


@given(st.text(max_size=400))
def test_whatever_is_sent_what_is_shown_is_one_short_visible_line(sent: str) -> None:
    name = filenames.shown(sent)
    if name is None:
        return
    assert 0 < len(name) <= limits.FILE_NAME_CHARACTERS
    assert name == name.strip()
    assert not set(name) & set("/\\\r\n\t")
    assert {c for c in name if unicodedata.category(c).startswith("C")} <= {"\u200c", "\u200d"}
    name.encode()


@given(st.text(max_size=400))
def test_cleaning_twice_is_cleaning_once(sent: str) -> None:
    once = filenames.shown(sent)
    assert filenames.shown(once) == once


@pytest.mark.parametrize(
    ("name", "suffix", "saved"),
    [
        ("IMG_4711.HEIC", "heic", "IMG_4711.HEIC"),
        ("sea.jpeg", "jpg", "sea.jpeg"),
        ("clip.qt", "mov", "clip.qt"),
        ("Ada & Bob.png", "png", "Ada & Bob.png"),
        ("page.html", "jpg", "page.html.jpg"),
        ("run.exe", "bin", "run.exe.bin"),
        ("photo", "jpg", "photo.jpg"),
        (".bashrc", "jpg", "bashrc.jpg"),
        ("a<b>:c|d?*.jpg", "jpg", "a_b__c_d__.jpg"),
        ('x".jpg', "jpg", "x_.jpg"),
        ("CON", "jpg", "PPPPPPPPPPPPPPPPPPPPPP.jpg"),
        ("nul.jpg", "jpg", "PPPPPPPPPPPPPPPPPPPPPP.jpg"),
        ("..", "jpg", "PPPPPPPPPPPPPPPPPPPPPP.jpg"),
        (None, "mp4", "PPPPPPPPPPPPPPPPPPPPPP.mp4"),
    ],
)
def test_a_download_ends_as_what_it_is(name: str | None, suffix: str, saved: str) -> None:
    assert filenames.saved(name, "P" * 22, suffix) == saved


@pytest.mark.parametrize(
    ("name", "plain", "extended"),
    [
        ("sea.jpg", "sea.jpg", "sea.jpg"),
        ("Å b.jpg", "_ b.jpg", "%C3%85%20b.jpg"),
        ('a"b\\c%41.jpg', "a_b_c_41.jpg", "a%22b%5Cc%2541.jpg"),
        ("x\r\nSet-Cookie: y.jpg", "x__Set-Cookie: y.jpg", "x%0D%0ASet-Cookie%3A%20y.jpg"),
        ("it's (1)*.jpg", "it's (1)*.jpg", "it%27s%20%281%29%2A.jpg"),
        ("📷.jpg", "_.jpg", "%F0%9F%93%B7.jpg"),
    ],
)
def test_a_name_in_a_header_is_told_twice_and_never_leaves_its_quotes(
    name: str, plain: str, extended: str
) -> None:
    """RFC 6266, appendix D; RFC 8187, 3.2."""
    told = filenames.attachment(name)
    assert told == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{extended}"
    assert told.isascii()
    assert told.isprintable()


# In archives


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..",
        ".",
        "/root.jpg",
        "C:\\x.jpg",
        "a/../b.jpg",
        "con.jpg",
        "a\x00b",
        "~",
        *("-rf.jpg", "a\nb.jpg", "\u202egpj.exe", "", None, "x" * 120, "🎉" * 120, "a.jpg. . ."),
    ],
)
def test_a_name_in_an_archive_is_a_plain_one(name: str | None) -> None:
    made = filenames.archived("20270115T080000Z", name, PHOTO_ID, "jpg", ())
    assert made.startswith("20270115T080000Z_")
    assert made.endswith(".jpg")
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f\u202e]', made)
    assert len(made.encode()) <= limits.EXPORT_NAME_BYTES
    assert made.encode().decode() == made


@pytest.mark.parametrize("other", ["beach.jpg", "BEACH.JPG", "Beach.jpg", "photos/beach.jpg"])
def test_names_in_an_archive_that_some_system_takes_for_one_are_told_apart(other: str) -> None:
    first = filenames.archived("t", "beach.jpg", PHOTO_ID, "jpg", ())
    taken = {first.casefold()}
    for number in (2, 3, 4):
        made = filenames.archived("t", other, PHOTO_ID, "jpg", taken)
        assert f" ({number})." in made
        assert made.casefold() not in taken
        taken.add(made.casefold())


def test_names_that_are_cut_short_are_told_apart_too() -> None:
    taken: set[str] = set()
    for _ in range(12):
        made = filenames.archived("20270115T080000Z", "🎉" * 120, PHOTO_ID, "jpg", taken)
        assert len(made.encode()) <= limits.EXPORT_NAME_BYTES
        taken.add(made.casefold())
    assert len(taken) == 12
