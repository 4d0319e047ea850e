"""JSON of strangers is an object, or refused: null, lists, NaN, deep, long, broken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import client_messages, inputs
from chalicelib.errors import InvalidRequest


def named(value: object) -> str:
    """A test's name must not be 100 kB long."""
    return ascii(value)[:40]


@pytest.mark.parametrize("text", ["{}", '{"a": 1}', ' {"a": {"b": [null, 1.5e3]}} '])
def test_a_json_object_is_read(text: str) -> None:
    assert inputs.json_object(text) == json.loads(text)


@pytest.mark.parametrize("text", ["null", "[]", "[{}]", "1", "1.5", '"text"', "true"])
def test_json_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest, match="must be an object"):
        inputs.json_object(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{'a': 1}",
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": -Infinity}',
        '{"a": 1}{',
        "\ufeff{}",
        '{"a": "\x00"}',
        "[" * 16_000,
        '{"a":' * 3_000,
        '{"a": ' + "9" * 10_000 + "}",
    ],
    ids=named,
)
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest, match="not valid JSON"):
        inputs.json_object(text)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, '{"a": "' + "x" * 10_000_000 + '"}'], ids=named
)
def test_json_that_is_too_long_is_refused_unread(text: str) -> None:
    with pytest.raises(InvalidRequest, match="longer than"):
        inputs.json_object(text)


@given(st.text(max_size=200))
def test_any_text_is_an_object_or_refused(text: str) -> None:
    try:
        assert isinstance(inputs.json_object(text), dict)
    except InvalidRequest:
        return


@given(st.none() | st.text() | st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=5,
).map(json.dumps))  # fmt: skip
def test_any_frame_is_a_message_or_refused(text: str | None) -> None:
    with pytest.raises(InvalidRequest):
        client_messages.client_message(text)
