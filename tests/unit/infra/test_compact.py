"""A template loses its layout when it is sent, and nothing that CloudFormation reads."""

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
    Properties:
      BucketName: !Sub "${AWS::StackName}-x"
      Rules: [{Days: 30, Enabled: true, Prefix: ""}, !Ref Stage]
      Policy: !Sub
        - |
          {"a": "#b",
           "c": "${D}"}
        - D: !GetAtt Other.Arn
"""


def test_it_says_the_same_but_for_what_people_read() -> None:
    wanted = parsed(TEMPLATE)
    del wanted["Parameters"]["Stage"]["Description"]
    assert parsed(compact(TEMPLATE)) == wanted


def test_it_is_shorter_and_has_a_line_for_each_thing() -> None:
    lines = compact(TEMPLATE).splitlines()
    assert len(lines) == 4
    assert len(compact(TEMPLATE)) < len(TEMPLATE) * 0.8


def test_what_begins_with_a_brace_would_be_taken_for_json() -> None:
    assert compact(TEMPLATE)[0] == "A"


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
