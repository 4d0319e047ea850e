"""docs/openapi.yaml as a judge: does an answer keep to it?"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT / "docs" / "openapi.yaml"
_BASE = "urn:scandrop:openapi"


@dataclass(frozen=True)
class Answer:
    """What a client gets."""

    status: int
    #: Names in lower case.
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read as the JSON that it has to be."""
        return json.loads(self.body)

    @property
    def code(self) -> str | None:
        """The `Code` of a refusal."""
        return self.json.get("Code") if self.body else None


class Contract:
    """The document, with its references resolved where they stand."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.schemas: dict[str, Any] = document["components"]["schemas"]
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_BASE, resource)

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Method, path and definition of each."""
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    yield method.upper(), path, operation

    def response(self, method: str, path: str, status: int) -> dict[str, Any]:
        """What is said of this answer; KeyError if nothing is."""
        operation = self.document["paths"][path][method.lower()]
        return self.resolved(operation["responses"][str(status)])

    def codes(self, method: str, path: str) -> dict[str, int]:
        """Each `Code` that this operation may answer, with its status."""
        operation = self.document["paths"][path][method.lower()]
        return {
            example["value"]["Code"]: int(status)
            for status, response in operation["responses"].items()
            for _, example in _examples(self.resolved(response))
            if "Code" in (example["value"] or {})
        }

    def examples(self) -> Iterator[tuple[Any, Any]]:
        """Each example of an answer, and the schema it stands under."""
        responses = list(self.document["components"]["responses"].values())
        for _, _, operation in self.operations():
            responses += operation["responses"].values()
        for response in map(self.resolved, responses):
            for schema, example in _examples(response):
                yield schema, example["value"]

    def resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        """This part, or what its `$ref` names."""
        if "$ref" not in part:
            return part
        found: Any = self.document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return dict(found)

    def faults(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        """How the value departs from the schema."""
        rooted = _rooted(schema)
        validator = Draft202012Validator(
            rooted,
            registry=self._registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]

    def check(self, method: str, path: str, answer: Answer) -> None:
        """Fail unless this answer of the operation is as described: status, code, headers, body."""
        what = f"{method} {path} → {answer.status}"
        response = self.response(method, path, answer.status)
        for name, header in response.get("headers", {}).items():
            header = self.resolved(header)
            assert name.lower() in answer.headers, f"{what}: no {name}"
            assert not self.faults(header["schema"], answer.headers[name.lower()]), (
                f"{what}: {name}"
            )
        if "content" not in response:
            assert answer.body == b"", f"{what}: a body"
            return
        schema = response["content"]["application/json"]["schema"]
        assert not (faults := self.faults(schema, answer.json)), f"{what}: {faults}"
        if answer.code is not None:
            assert answer.code in self.codes(method, path), f"{what}: {answer.code}"


@cache
def contract() -> Contract:
    """The document as it stands."""
    return Contract(yaml.safe_load(OPENAPI.read_text(encoding="utf-8")))


def camel_case(name: str) -> str:
    """A name of Python, or a route with its parameters, as the wire and the document spell it."""
    head, *rest = name.split("_")
    return head + "".join(part[0].upper() + part[1:] for part in rest)


def _examples(response: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    for content in response.get("content", {}).values():
        for example in content.get("examples", {}).values():
            yield content["schema"], example


def _rooted(part: Any) -> Any:
    """With references that hold outside the document as well."""
    if isinstance(part, Mapping):
        return {
            key: _BASE + value if key == "$ref" else _rooted(value) for key, value in part.items()
        }
    return [_rooted(each) for each in part] if isinstance(part, list) else part
