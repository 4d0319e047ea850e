"""docs/processing.md and docs/security.md say what limits.py, the template and the pages say."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib import limits
from chalicelib.images import __main__ as examiner
from chalicelib.images.sandbox import Sandbox
from chalicelib.photo import Rejection, RenditionName
from chalicelib.watermarks import Position, Watermark, watermarks
from tests.contract.documents import ROOT, rows, text
from tests.contract.template import TEMPLATE, template

PROCESSING, SECURITY = "docs/processing.md", "docs/security.md"

MILLION, MB = 1_000_000, 2**20
SIDES = {
    RenditionName.LARGE: limits.MAX_SIDE_LARGE,
    RenditionName.MEDIUM: limits.MAX_SIDE_MEDIUM,
    RenditionName.THUMB: limits.MAX_SIDE_THUMB,
}


def _pixels(form: str) -> str:
    return f"{limits.MAX_PIXELS[form] // MILLION} million"


def _blocks(path: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text(path), re.MULTILINE | re.DOTALL)


# What is accepted


def test_each_format_has_the_pixels_that_it_may_have() -> None:
    told = {row[0]: row[1] for row in rows(PROCESSING, "What is accepted")}
    assert told == {form: _pixels(form) for form in limits.MAX_PIXELS}


def test_progressive_jpegs_have_limits_of_their_own() -> None:
    remark = rows(PROCESSING, "What is accepted")[0][2]
    pixels = limits.MAX_PIXELS_PROGRESSIVE // MILLION
    assert f" {pixels} million, in at most {limits.MAX_SCANS} scans." in remark


@pytest.mark.parametrize(
    ("path", "heading", "table"), [(PROCESSING, "What is accepted", 1), (SECURITY, "Pictures", 1)]
)
def test_what_one_file_may_cost(path: str, heading: str, table: int) -> None:
    assert rows(path, heading, table) == [
        ["size", f"{limits.MAX_UPLOAD_BYTES // MB} MB"],
        ["longer side", f"{limits.MAX_SIDE:,} pixels"],
        ["segments, chunks or blocks", f"{limits.MAX_PIECES:,}"],
        ["decoder's time on the processor", f"{limits.DECODE_CPU_SECONDS} s"],
        ["decoder's time by the clock", f"{limits.DECODE_WALL_SECONDS} s"],
        ["decoder's memory", f"{limits.DECODE_BYTES // MB} MiB"],
        ["the same for HEIC and AVIF", f"{limits.DECODE_BYTES_HEIF // MB} MiB"],
        ["all renditions together", f"{limits.DECODE_RESULT_BYTES // MB} MiB"],
    ]


def test_the_types_that_are_permitted() -> None:
    """By the names that people have for them; MPO is a JPEG to everyone."""
    progressive = f"progressive {limits.MAX_PIXELS_PROGRESSIVE // MILLION} million"
    permitted = rows(SECURITY, "Pictures")
    assert permitted == [
        ["JPEG", f"{_pixels('JPEG')}; {progressive}, in at most {limits.MAX_SCANS} scans"],
        ["PNG", _pixels("PNG")],
        ["HEIC, HEIF", _pixels("HEIF")],
        ["AVIF", _pixels("AVIF")],
        ["WebP", _pixels("WEBP")],
        ["GIF", _pixels("GIF")],
    ]
    named = {name.lower() for row in permitted for name in row[0].split(", ")}
    assert named == {each.removeprefix("image/") for each in limits.CONTENT_TYPES}
    assert limits.MAX_PIXELS["MPO"] == limits.MAX_PIXELS["JPEG"]


# What is made


def _halved(size: tuple[int, int], most: int) -> str:
    width, height = size
    parts = 1
    while max(width, height) / parts > most:
        parts *= 2
    return f"{-(-width // parts)} × {-(-height // parts)}"


def test_renditions_are_of_the_sizes_that_are_told() -> None:
    made = rows(PROCESSING, "What is made")
    assert {row[0]: int(row[1]) for row in made} == SIDES
    header = text(PROCESSING).split("\n| rendition |")[1].splitlines()[0]
    sizes = [(int(w), int(h)) for w, h in re.findall(r"\((\d+) × (\d+)\)", header)]
    assert len(sizes) == 3
    for row in made:
        assert row[2:] == [_halved(size, int(row[1])) for size in sizes]


def test_quality_and_keys() -> None:
    told = text(PROCESSING)
    assert f"JPEGs of quality {limits.JPEG_QUALITY} " in told
    assert f"at least {limits.MODERATION_CONFIDENCE} % confidence" in told


# Watermarks


def test_the_example_of_a_watermark_is_one() -> None:
    (example,) = (each for each in _blocks(PROCESSING, "json") if '"text"' in each)
    assert len(watermarks(example)) == 2


def test_each_key_of_a_watermark_is_described_with_its_default() -> None:
    described = {row[0]: (row[1].strip("`"), row[2]) for row in rows(PROCESSING, "Watermark")}
    defaults = {name: part.default for name, part in Watermark.__dataclass_fields__.items()}
    assert {name: default for name, (default, _) in described.items()} == {
        name: "–" if value is None else str(value) for name, value in defaults.items()
    }
    assert f"up to {limits.WATERMARK_CHARACTERS} " in described["text"][1]
    assert described["position"][1].replace("`", "").split() == list(Position)


# Bad files


def test_each_rejection_is_told_as_phones_tell_it() -> None:
    locale = json.loads((ROOT / "static-site/locales/en/photos.json").read_text(encoding="utf-8"))
    # What the visitor took back is no bad file.
    codes = sorted(set(Rejection) - {Rejection.WITHDRAWN, Rejection.DELETED})
    words = {code: locale[f"phone.row.refused.{code}"] for code in codes}
    bad = rows(PROCESSING, "What happens to bad files")
    assert {row[0]: row[2] for row in bad} == words
    assert [row[0] for row in bad] == list(words)


# The way out


def _resource(name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = template(TEMPLATE)["Resources"][name]["Properties"]
    return found


def _example() -> Mapping[str, Any]:
    (example,) = (each for each in _blocks(PROCESSING, "json") if "detail-type" in each)
    event: Mapping[str, Any] = json.loads(example)
    return event


def test_the_event_is_the_one_that_the_pipe_makes() -> None:
    target = _resource("PhotosPipe")["TargetParameters"]
    bus = target["EventBridgeEventBusParameters"]
    assert (_example()["source"], _example()["detail-type"]) == (bus["Source"], bus["DetailType"])
    made = json.loads(target["InputTemplate"]["Fn::Sub"])
    assert _shape(_example()["detail"]) == _shape(made)


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shape(part) for name, part in value.items()}
    return type(value)


def test_rules_ask_for_what_is_sent() -> None:
    (pattern,) = re.findall(r"--event-pattern '([^']+)'", text(PROCESSING))
    asked = json.loads(pattern)
    assert asked == _resource("WebhookRule")["EventPattern"]
    assert all(_example()[name] in values for name, values in asked.items())


def test_how_often_and_how_long() -> None:
    told = text(PROCESSING)
    (target,) = _resource("WebhookRule")["Targets"]
    hours = {21600: "six hours"}[target["RetryPolicy"]["MaximumEventAgeInSeconds"]]
    second = {10: "ten a second"}[_resource("WebhookDestination")["InvocationRateLimitPerSecond"]]
    times = {5: "five times"}[_resource("JobQueue")["RedrivePolicy"]["maxReceiveCount"]]
    for words in (hours, second, times):
        assert words in told


def test_each_parameter_that_is_named_exists() -> None:
    named = set(re.findall(r"`([A-Z][a-z]+[A-Z][A-Za-z]+)`", text(PROCESSING)))
    assert {"WebhookUrl", "WebhookSecretName", "OldVersionsDays"} <= named
    assert named <= template(TEMPLATE)["Parameters"].keys()


def test_both_ways_to_run_the_steps_are_described() -> None:
    ways = template(TEMPLATE)["Parameters"]["Processing"]
    header = text(PROCESSING).split("\n| | `queue`")[1].splitlines()[0]
    assert [ways["Default"], *ways["AllowedValues"]] == ["queue", "queue", "step-functions"]
    assert header.startswith(" (default) | `step-functions`")


# The command


def test_a_line_of_the_command_has_these_keys() -> None:
    (line,) = (each for each in _blocks(PROCESSING, "json") if '"peak_mb"' in each)
    said = examiner.examine(Sandbox(), "no such file")
    assert list(json.loads(line)) == list(said)
    assert f"`{said['code']}`" in text(PROCESSING)


def test_each_module_of_pictures_has_its_place_in_the_architecture() -> None:
    told = text("docs/architecture.md").split("\n| modules of `images/` |")[1].split("\n\n")[0]
    modules = {path.stem for path in (ROOT / "chalicelib/images").glob("[a-z]*.py")}
    assert set(re.findall(r"`(\w+)`", told)) == modules
