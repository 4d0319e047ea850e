"""Reading CloudFormation templates: as they are written, and as CloudFormation would see them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from infra.stage import ROOT

TEMPLATE, DEPLOYER = "infra/template.yaml", "infra/deployer.yaml"
#: CloudFormation takes no longer one with the request itself; else it must lie in a bucket.
#: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
BODY_BYTES = 51_200

REGION, ACCOUNT = "eu-central-1", "111122223333"
STACK = "scandrop-dev"
_PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackName": STACK,
    "AWS::URLSuffix": "amazonaws.com",
}
_NOTHING: Any = object()
_VARIABLE = re.compile(r"\$\{([A-Za-z0-9:.]+)\}")

Json = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, `!Sub x` for `{"Fn::Sub": x}`."""


def _short_form(loader: _Loader, name: str, node: yaml.Node) -> Json:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if name == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _short_form)


def text(path: str) -> str:
    """A template as it is written."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def template(path: str) -> Json:
    """A template as it is written; not to be changed."""
    return parsed(text(path))


def parsed(text: str) -> Json:
    """What a template says."""
    return dict(yaml.load(text, _Loader))  # noqa: S506, a SafeLoader


def every(node: object, name: str) -> Iterator[Any]:
    """The values of each key of this name, however deep."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key == name:
                yield value
            yield from every(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from every(value, name)


def as_list(value: Any) -> list[Any]:
    """IAM and S3 take one thing for a list of one."""
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True)
class Made:
    """What CloudFormation makes of a template: conditions decided, functions replaced."""

    #: As in the template, of the resources that there would be.
    resources: Mapping[str, Json]
    outputs: Mapping[str, str]

    def of_type(self, kind: str) -> dict[str, Json]:
        """The properties of all resources of a type, by logical id."""
        return {
            name: resource["Properties"]
            for name, resource in self.resources.items()
            if resource["Type"] == f"AWS::{kind}"
        }

    def __getitem__(self, name: str) -> Json:
        properties: Json = self.resources[name]["Properties"]
        return properties


def make(path: str = TEMPLATE, **given: str) -> Made:
    """What CloudFormation makes with these parameters.

    A resource without a physical name of ours is called by its logical id, and `GetAtt` is
    `<logical id>.<attribute>`. A reference to what is not made is a KeyError.
    """
    source = template(path)
    parameters = {name: str(each.get("Default", "")) for name, each in source["Parameters"].items()}
    if path == TEMPLATE:
        parameters["Stage"] = STACK.removeprefix("scandrop-")
    unknown = set(given) - set(parameters)
    assert not unknown, f"no such parameter: {unknown}"
    resolver = _Resolver(source, parameters | given)
    return Made(
        {name: resolver.value(source["Resources"][name]) for name in resolver.made},
        {
            name: resolver.value(output["Value"])
            for name, output in source.get("Outputs", {}).items()
            if resolver.holds(output.get("Condition"))
        },
    )


class _Resolver:
    """Intrinsic functions, those that our templates use."""

    def __init__(self, source: Json, parameters: Mapping[str, str]) -> None:
        self._source = source
        self._known = _PSEUDO | dict(parameters)
        self.made = [
            name for name, each in source["Resources"].items() if self.holds(each.get("Condition"))
        ]

    def holds(self, condition: str | None) -> bool:
        """Whether a condition of this name holds; None always does."""
        return condition is None or bool(self.value(self._source["Conditions"][condition]))

    def value(self, node: Any) -> Any:
        """A part of the template, functions replaced."""
        if isinstance(node, list):
            return [value for value in map(self.value, node) if value is not _NOTHING]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            ((name, argument),) = node.items()
            if name == "Ref":
                return self._ref(argument)
            if name == "Condition" and isinstance(argument, str):
                return self.holds(argument)
            if name.startswith("Fn::"):
                return self._call(name.removeprefix("Fn::"), argument)
        values = ((key, self.value(each)) for key, each in node.items())
        return {key: value for key, value in values if value is not _NOTHING}

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NOTHING
        if name in self._known:
            return self._known[name]
        return self._physical(name)

    def _physical(self, name: str) -> str:
        """The name of a resource, if the template gives it one."""
        if name not in self.made:
            raise KeyError(f"{name} is referred to, and not made")
        properties = self._source["Resources"][name].get("Properties", {})
        for key in ("BucketName", "TableName", "QueueName"):
            if key in properties:
                return str(self.value(properties[key]))
        return name

    def _call(self, function: str, argument: Any) -> Any:
        if function == "If":
            name, yes, no = argument
            return self.value(yes if self.holds(name) else no)
        if function == "Sub":
            return self._sub(argument)
        if function == "GetAtt":
            return self._attribute(*argument)
        values = self.value(argument)
        if function in ("Equals", "Not", "And", "Or"):
            return _logic(function, values)
        if function == "Split":
            return values[1].split(values[0])
        assert function == "Select", f"Fn::{function} is not known here"
        return values[1][int(values[0])]

    def _sub(self, argument: Any) -> str:
        text, own = argument if isinstance(argument, list) else (argument, {})
        own = {name: self.value(value) for name, value in own.items()}

        def found(match: re.Match[str]) -> str:
            name = match[1]
            if name in own:
                return str(own[name])
            return str(self._attribute(*name.split(".")) if "." in name else self._ref(name))

        return _VARIABLE.sub(found, text)

    def _attribute(self, resource: str, attribute: str) -> str:
        name = self._physical(resource)
        kind = self._source["Resources"][resource]["Type"]
        if attribute == "Arn" and kind == "AWS::S3::Bucket":
            return f"arn:aws:s3:::{name}"
        return name if attribute == "QueueName" else f"{resource}.{attribute}"


def _logic(function: str, values: list[Any]) -> bool:
    if function == "Equals":
        return bool(values[0] == values[1])
    if function == "Not":
        return not values[0]
    return all(values) if function == "And" else any(values)
