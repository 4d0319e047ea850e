"""Makes a CloudFormation template short enough to be sent.

CloudFormation takes 51,200 bytes with a request; a longer one must lie in a bucket, of which there
is none before the first deployment. What people read is left out: comments, layout, quotation
marks, and the descriptions of parameters, which docs/operations.md has as well.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
"""

import functools
import json
import re
from typing import Any

import yaml

#: Text that means itself without quotation marks, to every parser of YAML.
_PLAIN = re.compile(r"[A-Za-z][\w./-]+(::?[\w.-]+)*")
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
    entries = ((key, _told(value) if name == "Parameters" else value) for key, value in node.value)
    told = (f"{_flow(key)}: {_flow(value)}" for key, value in entries)
    return "{" + ",\n ".join(told) + "}"


def _told(parameter: yaml.MappingNode) -> yaml.MappingNode:
    """A parameter without its description."""
    kept = [(key, value) for key, value in parameter.value if key.value != "Description"]
    return yaml.MappingNode(parameter.tag, kept)


def _flow(node: yaml.Node) -> str:
    # CloudFormation's short forms of its functions are tags: `!Ref`.
    tag = f"{node.tag} " if node.tag.startswith("!") else ""
    if isinstance(node, yaml.MappingNode):
        return f"{tag}{{{','.join(f'{_flow(key)}: {_flow(value)}' for key, value in node.value)}}}"
    if isinstance(node, yaml.SequenceNode):
        return f"{tag}[{','.join(map(_flow, node.value))}]"
    return tag + _scalar(node)


def _scalar(node: yaml.Node) -> str:
    text = str(node.value)
    if node.tag != _TEXT and not node.tag.startswith("!"):
        return text
    if _PLAIN.fullmatch(text) and _is_text(text):
        return text
    return min(_quoted(text), key=len)


def _quoted(text: str) -> list[str]:
    """The text in quotation marks of either kind; single ones know no line breaks."""
    double = json.dumps(text, ensure_ascii=False)
    single = "'" + text.replace("'", "''") + "'"
    return [double, single] if text.isprintable() else [double]


def _is_text(plain: str) -> bool:
    """Whether YAML takes it for text without quotation marks: `yes`, for one, it does not."""
    loader: Any = yaml.SafeLoader("")
    return bool(loader.resolve(yaml.ScalarNode, plain, (True, False)) == _TEXT)
