"""A brand as it is written: JSON, held to `infra/brand.schema.json`."""

import difflib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.brand_problem import Problem, below

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SCHEMA = Path(__file__).with_name("brand.schema.json")

#: JSON's kinds by those of Python; `bool` before `int`, which it is one of.
_KINDS = (
    (bool, "true or false"),
    (str, "a text"),
    (int | float, "a number"),
    (list, "a list"),
    (dict, "an object"),
)


class Unreadable(Exception):
    """The text is no JSON, and so nothing more can be said of it; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def parsed(content: bytes) -> Any:
    """What the text says.

    Raises:
        Unreadable: it is not JSON in UTF-8, or says one thing twice.
    """
    try:
        # Some editors begin a file with a byte order mark.
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise _unreadable(f"is not UTF-8 at byte {error.start}", "it as UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _unreadable(f"is not JSON: {error.msg}, {place}", "JSON, without comments") from error
    except RecursionError as error:
        raise _unreadable("goes too deep", "it as infra/brands/example.json is") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are each there once: of two, JSON's readers take either."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _unreadable(f"has {json.dumps(twice)} twice in one object", "it once")
    return made


def _unreadable(wrong: str, write: str) -> Unreadable:
    return Unreadable(Problem("$", wrong, write))


def misshapen(document: Any) -> Iterator[Problem]:
    """Where a document is not as the schema says. What to write is the schema's own description."""
    # Most dev servers show no brand, and loading this takes up to a second.
    from jsonschema import Draft202012Validator

    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    for error in sorted(validator.iter_errors(document), key=lambda each: each.json_path):
        yield from _told(error, schema)


def _told(error: "ValidationError", root: Mapping[str, Any]) -> Iterator[Problem]:
    path, schema, found = error.json_path, _plain(error.schema), _plain(error.instance)
    if error.validator == "required":
        # All names that are: each has an error of its own, which tells it in its text only.
        for name in schema["required"]:
            if name not in found:
                told = _description(schema.get("properties", {}).get(name, schema), root)
                yield Problem(below(path, name), "is missing", told)
    elif error.validator == "additionalProperties":
        known = list(schema["properties"])
        for name in sorted(found.keys() - known):
            like = difflib.get_close_matches(name.lower(), known, n=1)
            write = f'"{like[0]}"' if like else f"one of {', '.join(known)}, or nothing"
            yield Problem(below(path, name), "is not known", write)
    else:
        limit = _plain(error.validator_value)
        wrong = _wrong(str(error.validator), found, limit)
        yield Problem(path, wrong, _description(schema, root))


def _plain(value: Any) -> Any:
    """A field of an error, which the library types as one that may not be set."""
    return value


def _description(schema: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return str(schema["description"])


def _wrong(validator: str, found: Any, limit: Any) -> str:
    match validator:
        case "type":
            return f"is {_kind(found)}"
        case "minLength" | "minItems":
            return "is empty"
        case "maxLength":
            return f"has {len(found)} characters, and {limit} are the most"
        case "maxItems":
            return f"has {len(found)} entries, and {limit} are the most"
        case _:
            return f"is {json.dumps(found, ensure_ascii=False)}"


def _kind(value: object) -> str:
    return next((name for kind, name in _KINDS if isinstance(value, kind)), "null")
