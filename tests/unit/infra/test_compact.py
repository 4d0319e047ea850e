"""A template loses its layout when it is sent, and nothing that CloudFormation reads."""

import json
from typing import Any

import pytest
import yaml

from infra.compact import compact
from tests.contract.template import parsed

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Description: "one: two"   # a comment
Parameters:
  Stage: {Type: String, Default: "no", Description: "said in the documents"}
Resources:
  # a comment
  Bucket:
    Type: AWS::S3::Bucket
    Metadata: {linter: "no finding"}
    Properties:
      BucketName: !Sub "${AWS::StackName}-x"
      Rules: [{Days: 30, Enabled: true, Prefix: ""}, !Ref Stage]
      Policy: !Sub
        - |
          {"a": "#b",
           "c": "${D}"}
        - D: !GetAtt Other.Arn
"""


def with_json_read(node: Any) -> Any:
    """The same, and instead of each text of JSON what it says."""
    if isinstance(node, dict):
        return {key: with_json_read(value) for key, value in node.items()}
    if isinstance(node, list):
        return [with_json_read(value) for value in node]
    if isinstance(node, str) and node.startswith("{"):
        try:
            return ["JSON", json.loads(node)]
        except ValueError:
            return node
    return node


def test_it_says_the_same_but_for_what_people_read() -> None:
    wanted = parsed(TEMPLATE)
    del wanted["Parameters"]["Stage"]["Description"]
    del wanted["Resources"]["Bucket"]["Metadata"]
    assert with_json_read(parsed(compact(TEMPLATE))) == with_json_read(wanted)


def test_it_is_shorter_and_has_a_line_for_each_thing() -> None:
    lines = compact(TEMPLATE).splitlines()
    assert len(lines) == 4
    assert len(compact(TEMPLATE)) < len(TEMPLATE) * 0.8


def test_what_begins_with_a_brace_would_be_taken_for_json() -> None:
    assert compact(TEMPLATE)[0] == "A"


def test_json_loses_its_layout_and_keeps_its_texts() -> None:
    assert """'{"a":"#b","c":"${D}"}'""" in compact(TEMPLATE)
    text = '{ "a: b": [1, 2.5, null],\n "ä": "c,  d" }'
    assert yaml.safe_load(compact(yaml.safe_dump({"R": {"V": text}})))["R"]["V"] == (
        '{"a: b":[1,2.5,null],"ä":"c,  d"}'
    )


@pytest.mark.parametrize("value", ["{{resolve:x:${Y}}}", '{"a": ${B}}', "{", "a {b: c}"])
def test_what_is_no_json_stays_as_it_is(value: str) -> None:
    assert yaml.safe_load(compact(yaml.safe_dump({"R": {"V": value}})))["R"]["V"] == value


@pytest.mark.parametrize(
    "text", ["$", "$.a", "$$.State.A", "/404.html", "Photo Ready", "a (b) c's"]
)
def test_text_that_means_itself_needs_no_quotation_marks(text: str) -> None:
    assert compact(yaml.safe_dump({"R": {"V": text}})) == f"R: {{V: {text}}}\n"


@pytest.mark.parametrize(
    "value",
    [
        *("yes", "no", "on", "off", "null", "~", "true", "1", "1.5", "1e3", "0o7", "2026-11-20"),
        *(
            "",
            " a ",
            "a: b",
            "a #b",
            "#a",
            "- a",
            "[a]",
            "{a}",
            "a,b",
            "a]",
            "a}",
            "!a",
            "&a",
            "*a",
        ),
        *(
            "%a",
            "@a",
            "`a",
            '"a"',
            "'a'",
            "a\nb",
            "a\tb",
            "ä…",
            "\\",
            "a:",
            ":a",
            "a::b",
            "$.a",
            "=",
            "<<",
            "a - b",
            "a -",
            "a: ",
            "a :b",
            "a  b",
            "a 'b",
            "$ #a",
            "/a, b",
        ),
    ],
)
def test_any_text_stays_what_it_is(value: str) -> None:
    template: dict[str, Any] = {"Resources": {"R": {"Type": "X", "V": value, "L": [value]}}}
    assert yaml.safe_load(compact(yaml.safe_dump(template))) == template


@pytest.mark.parametrize("value", [1, 1.5, True, False, None, 1209600])
def test_what_is_no_text_stays_so(value: object) -> None:
    template = {"Resources": {"R": {"V": value}}}
    assert yaml.safe_load(compact(yaml.safe_dump(template))) == template
