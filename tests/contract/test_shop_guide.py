"""docs/shop.md: its commands are known, and what it quotes is said, by pages and commands."""

import ast
import json
import re
import shlex
from collections.abc import Iterator
from typing import Any

import boto3
from botocore import xform_name

from bench import costs
from chalicelib.settings import Settings
from infra.stage import Stage, chalice_config
from tests.contract.documents import ROOT, rows, text
from tests.contract.template import TEMPLATE, template

DOCUMENT = "docs/shop.md"
#: Of the command line itself, for any operation.
_GLOBAL = {"--query", "--output", "--profile", "--region"}
#: Made of several operations, or of none.
_OWN_COMMANDS = {("login", "--profile"), ("configure", "set")}


def blocks(language: str) -> list[str]:
    """Its blocks of code in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text(DOCUMENT), re.MULTILINE | re.DOTALL)


def aws_commands() -> Iterator[list[str]]:
    """The words of each `aws` command, from `aws` on."""
    for block in blocks("sh"):
        for line in block.replace("\\\n", " ").splitlines():
            found = re.search(r"(?:^|\$\()(aws .*?)\)?$", line.partition("   #")[0].strip())
            if found:
                yield shlex.split(found[1])


def test_each_aws_command_is_one_that_aws_knows() -> None:
    commands = list(aws_commands())
    assert len(commands) >= 5
    aws: Any = boto3.Session(region_name="us-east-1")
    for _, service, operation, *rest in commands:
        if (service, operation) in _OWN_COMMANDS:
            continue
        model = aws.client(service).meta.service_model
        names = {xform_name(name, "-"): name for name in model.operation_names}
        shape = model.operation_model(names[operation]).input_shape
        known = {f"--{xform_name(name, '-')}" for name in shape.members} if shape else set()
        options = {word for word in rest if word.startswith("--")}
        assert options <= known | _GLOBAL, operation


def test_the_output_that_it_asks_for_is_one_of_the_stack() -> None:
    (name,) = re.findall(r"OutputKey==`(\w+)`", text(DOCUMENT))
    assert name in template(TEMPLATE)["Outputs"]
    assert f"--stack-name {Stage('prod').stack_name} " in text(DOCUMENT)


def test_what_is_pressed_or_read_on_a_page_stands_there() -> None:
    said: set[str] = set()
    for path in (ROOT / "static-site" / "locales" / "en").glob("*.json"):
        words = json.loads(path.read_text(encoding="utf-8"))
        said |= {each for each in words.values() if isinstance(each, str)}
    quoted = re.findall(r"\*\*(.+?)\*\*", text(DOCUMENT).replace("\n", " "))
    assert len(quoted) > 10
    assert set(quoted) - {re.sub(r"\s+", " ", each) for each in said} == set()


def _said_by(*modules: str) -> list[str]:
    """What their texts say, as patterns: anything may stand where a value does."""
    patterns = []
    for module in modules:
        for node in ast.walk(ast.parse(text(f"infra/{module}.py"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            texts = [
                re.escape(part.value)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
                else "(?:\\S+|[\\d.]+ s)"
                for part in parts
                if isinstance(part, ast.Constant | ast.FormattedValue)
            ]
            patterns += "".join(texts).split("\\\n")
    return [each for each in patterns if re.search("[a-zA-Z]{3}", each)]


def quoted_lines() -> list[str]:
    """What it quotes of a deployment."""
    (block,) = blocks("text")
    return [line for line in block.splitlines() if line and line != "…"]


def test_a_deployment_says_what_is_quoted_of_it() -> None:
    known = _said_by("deploy", "stack", "secret", "bundle", "visit", "smoke", "site")
    assert len(quoted_lines()) > 12
    for line in quoted_lines():
        bare = re.sub(r"^ *[→✓] | \([\d.]+ s\)$", "", line).strip()
        assert any(re.fullmatch(each, bare) for each in known), line


def test_steps_are_quoted_in_the_order_in_which_they_are_done() -> None:
    begun = [line[2:] for line in quoted_lines() if line.startswith("→ ")]
    done = [re.sub(r" \(.*", "", line[2:]) for line in quoted_lines() if line.startswith("✓ ")]
    assert begun == done
    told = [row[0] for row in rows("docs/operations.md", "Set-up")]
    places = [told.index(step.replace("-prod", "-dev")) for step in begun]
    assert places == sorted(places)


def test_the_commands_say_what_is_told_of_them() -> None:
    for name, *endings in (
        ("status", "All is well.", "Needs a person:"),
        ("destroy", "Photos stay in ", "Nothing is left of "),
    ):
        assert f"make {name} STAGE=prod" in text(DOCUMENT)
        for words in endings:
            assert words in text(f"infra/{name}.py")
            assert f'"{words}' in text(DOCUMENT)


def test_settings_and_parameters_that_it_names_are_there() -> None:
    parameters = template(TEMPLATE)["Parameters"]
    for name in ("AlarmEmail", "RequestsPerSecond"):
        assert name in text(DOCUMENT)
        assert name in parameters
    for name in re.findall(r"SCANDROP_(\w+)", text(DOCUMENT)):
        assert hasattr(Settings, name.lower()) or name.lower() in Settings.__dataclass_fields__
    reserved = chalice_config()["stages"]["prod"]["lambda_functions"]["photo_uploaded"]
    assert f'"reserved_concurrency": {reserved["reserved_concurrency"]}`' in text(DOCUMENT)
    days = parameters["SessionUploadsDays"]["Default"]
    assert f"go after {days} days" in text(DOCUMENT)


def test_a_month_costs_what_is_computed() -> None:
    for photos, dollars in rows(DOCUMENT, "Each month"):
        count = int(photos.replace(",", ""))
        assert f"{sum(each.dollars(count) for each in costs.items()):.2f}" == dollars


def _steps() -> list[list[str]]:
    table = re.findall(
        r"^\| \[(.+?)\]\(#.+?\) \| (\d+) \| (.*?) ?\|$", text(DOCUMENT), re.MULTILINE
    )
    return [list(row) for row in table]


def test_each_step_has_its_minutes_and_they_add_up() -> None:
    headings = re.findall(r"^## (\d\. .+)$", text(DOCUMENT), re.MULTILINE)
    assert [row[0] for row in _steps()] == headings
    minutes = [int(row[1]) for row in _steps()]
    first = headings.index("5. The first photo") + 1
    assert sum(minutes[:first]) == 10
    assert "photos on a screen, in ten minutes of your work" in text(DOCUMENT)
    assert sum(minutes[first:]) in range(15, 18)
    assert "before customers come is another quarter of an hour" in text(DOCUMENT)


def test_a_deployment_takes_as_long_as_its_steps() -> None:
    seconds = 0
    for _, time in rows("docs/operations.md", "Set-up"):
        number, unit = re.match(r"(\d+) (s|min)", time).groups()  # type: ignore[union-attr]
        seconds += int(number) * {"s": 1, "min": 60}[unit]
    (told,) = [row[2] for row in _steps() if row[0].startswith("2.")]
    assert told.startswith(f"{round(seconds / 60)} min")


def test_the_way_to_it_is_shown() -> None:
    assert DOCUMENT in text("README.md")
    assert "(shop.md)" in text("docs/operations.md")
