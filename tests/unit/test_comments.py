"""Comments are text, whatever is in them."""

import pytest

from chalicelib import limits
from chalicelib.comments import comment
from chalicelib.errors import InvalidRequest


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("At the sea", "At the sea"),
        ("  two\nlines  ", "two\nlines"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{7*7}} ${x} %s '; DROP TABLE", "{{7*7}} ${x} %s '; DROP TABLE"),
        ("exe.\u202egpj", "exe.gpj"),
        ("a\0b\x1bc\x7f\u200bd\ufeff\ud800\ue000", "abcd"),
        ("👩\u200d👧 قلم\u200cها", "👩\u200d👧 قلم\u200cها"),
        ("e\u0301", "é"),
        ("x" * limits.COMMENT_CHARACTERS, "x" * limits.COMMENT_CHARACTERS),
        ("", None),
        (" \n\u200d\n ", None),
        ("\0\u202e", None),
        (None, None),
    ],
)
def test_a_comment_is_kept_as_text(written: object, kept: str | None) -> None:
    assert comment(written) == kept


@pytest.mark.parametrize("written", [1, True, [], {}, "x" * (limits.COMMENT_CHARACTERS + 1)])
def test_what_is_no_comment_is_refused(written: object) -> None:
    with pytest.raises(InvalidRequest):
        comment(written)
