"""Makes a CloudFormation template short enough to be sent.

CloudFormation takes 51,200 bytes with a request; a longer one must lie in a bucket, of which there
is none before the first deployment. What people and our linter read is left out: comments, layout,
also that of the JSON in it, quotation marks, notes to the linter, and the descriptions of
parameters, which docs/operations.md has as well.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

import functools
import json
import re
from typing import Any

import yaml

#: Text that means itself without quotation marks, to every parser of YAML.
_PLAIN = re.compile(r"[A-Za-z$/]([\w./$*'()-]|:(?=[\w.:-])| (?=[\w./$(-]))*")
#: By section: what its entries are told that is not for CloudFormation.
_UNREAD = {"Parameters": "Description", "Resources": "Metadata"}
_TEXT = "tag:yaml.org,2002:str"


@functools.cache
def compact(template: str) -> str:
    """The same template in YAML's flow style: a line for each section and each of its entries.

    Not as one flow mapping: what begins with a brace, CloudFormation takes for JSON.
    """
    root: Any = yaml.compose(template, Loader=yaml.SafeLoader)
    return "".join(f"{_flow(name)}: {_section(name.value, node)}\n" for name, node in root.value)


def _section(name: str, node: yaml.Node) -> str:
    if not isinstance(node, yaml.MappingNode):
        return _flow(node)
    unread = _UNREAD.get(name)
    told = (f"{_flow(key)}: {_flow(_without(unread, value))}" for key, value in node.value)
    return "{" + ",\n ".join(told) + "}"


def _without(key: str | None, entry: yaml.Node) -> yaml.Node:
    """A parameter or a resource without what only people or the linter read."""
    if key is None or not isinstance(entry, yaml.MappingNode):
        return entry
    return yaml.MappingNode(entry.tag, [each for each in entry.value if each[0].value != key])


def _flow(node: yaml.Node) -> str:
    # CloudFormation's short forms of its functions are tags: `!Ref`.
    tag = f"{node.tag} " if node.tag.startswith("!") else ""
    if isinstance(node, yaml.MappingNode):
        return f"{tag}{{{','.join(f'{_flow(key)}: {_flow(value)}' for key, value in node.value)}}}"
    if isinstance(node, yaml.SequenceNode):
        return f"{tag}[{','.join(map(_flow, node.value))}]"
    return tag + _scalar(node)


def _scalar(node: yaml.Node) -> str:
    text = _tight(str(node.value))
    if node.tag != _TEXT and not node.tag.startswith("!"):
        return text
    if _PLAIN.fullmatch(text) and _is_text(text):
        return text
    return min(_quoted(text), key=len)


def _tight(text: str) -> str:
    """JSON without its layout, any other text as it is; what `!Sub` adds is in JSON's strings."""
    if not text.startswith("{"):
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    except ValueError:
        return text


def _quoted(text: str) -> list[str]:
    """The text in quotation marks of either kind; single ones know no line breaks."""
    double = json.dumps(text, ensure_ascii=False)
    single = "'" + text.replace("'", "''") + "'"
    return [double, single] if text.isprintable() else [double]


def _is_text(plain: str) -> bool:
    """Whether YAML takes it for text without quotation marks: `yes`, for one, it does not."""
    loader: Any = yaml.SafeLoader("")
    return bool(loader.resolve(yaml.ScalarNode, plain, (True, False)) == _TEXT)
