"""docs/operations.md says what the template, the commands and the arithmetic say."""

import re
from collections import Counter

import pytest

import app
from bench import costs
from chalicelib import limits
from infra.stage import ROOT, Stage, chalice_config
from infra.terraform_document import AWS_VERSIONS, TERRAFORM_VERSIONS
from tests.contract.documents import rows, text
from tests.contract.template import TEMPLATE, make, template
from tests.contract.template_variants import VARIANTS

DOCUMENT = "docs/operations.md"
TERRAFORM = "docs/terraform.md"
#: Without line breaks.
FLAT = re.sub(r"\s+", " ", text(DOCUMENT))


def test_each_parameter_is_described_with_its_default() -> None:
    written = {
        name: str(parameter["Default"]) or "none" if "Default" in parameter else "given"
        for name, parameter in template(TEMPLATE)["Parameters"].items()
    }
    described = {row[0]: row[1] for row in rows(DOCUMENT, "Parameters")}
    assert described == written
    assert list(described) == list(written)


def test_the_defaults_that_limits_names_are_those_of_the_template() -> None:
    parameters = template(TEMPLATE)["Parameters"]
    said = re.search(r"`RequestsPerSecond` (\d+), `RequestBurst` (\d+)", FLAT)
    assert said
    assert [int(number) for number in said.groups()] == [
        parameters["RequestsPerSecond"]["Default"],
        parameters["RequestBurst"]["Default"],
    ]


def test_the_throttling_of_prod_is_that_of_its_file() -> None:
    given = Stage("prod").parameters()
    found = re.search(r"`prod` has ([\d,]+) and ([\d,]+)", FLAT)
    assert found
    assert [number.replace(",", "") for number in found.groups()] == [
        given["RequestsPerSecond"],
        given["RequestBurst"],
    ]


def _alarms(**given: str) -> list[str]:
    """Names of all alarms, without that of the stack; one form for all functions."""
    made = make(**{**VARIANTS["deployed"], **given}).of_type("CloudWatch::Alarm").values()
    handlers = "|".join(chalice_config()["stages"]["prod"]["lambda_functions"])
    names = [each["AlarmName"].removeprefix("scandrop-dev-") for each in made]
    return [re.sub(rf"^({handlers})-", "FUNCTION-", name) for name in names]


def test_each_alarm_is_explained_and_none_that_is_not_there() -> None:
    whole = _alarms(**VARIANTS["step functions"])
    assert {row[0] for row in rows(DOCUMENT, "Alarms")} == set(whole)
    for alarm, means, what_to_do in rows(DOCUMENT, "Alarms"):
        assert min(len(means), len(what_to_do)) > 10, alarm


def test_each_function_but_those_of_steps_has_both_its_alarms() -> None:
    functions = len(chalice_config()["stages"]["prod"]["lambda_functions"])
    functions -= len(app.app.pure_lambda_functions)
    counted = Counter(_alarms())
    assert {name: counted[name] for name in ("FUNCTION-errors", "FUNCTION-throttles")} == {
        "FUNCTION-errors": functions,
        "FUNCTION-throttles": functions - 1,
    }


def test_the_bill_and_the_loads_are_computed() -> None:
    assert costs.bill() in text(DOCUMENT)
    assert costs.loads() in text(DOCUMENT)
    assert costs.processing() in text(DOCUMENT)
    assert f"${costs.step_by_step():,.0f} a million photos more" in FLAT
    assert f"in {costs.PRICES_OF}" in FLAT


def test_what_alarms_cost_is_what_there_are() -> None:
    assert f"{len(_alarms())} alarms at $0.10 = ${len(_alarms()) / 10:.2f}" in FLAT


def test_the_visit_of_the_bill_is_the_one_that_is_told() -> None:
    assert costs.VISIT.photos == 3
    assert costs.VISIT.photo_bytes == 2_700_000
    assert f"three photos of 2.7 MB, each {costs.VISIT.upload_seconds} seconds on its way" in FLAT


def test_the_example_of_a_stadium_is_the_computed_one() -> None:
    load = costs.load(1_000)
    said = FLAT.partition("So at 1,000 kiosks")[2].partition("## ")[0]
    assert f"{load['HTTP requests/s']} requests, {load['messages in/s']} messages" in said
    assert f"{load['sockets open']:,} sockets" in said
    assert f"{load['MB/s to the kiosks']} MB/s" in said


def _steps(*modules: str) -> list[str]:
    """What a deployment says that it does, in the order of the source."""
    return [
        re.sub(r"\{.*?\}", "scandrop-dev", step)
        for module in modules
        for step in re.findall(r'\bstep\(\s*f?"([^"]+)"', text(f"infra/{module}.py"))
    ]


def test_each_step_of_a_deployment_is_told() -> None:
    told = [row[0] for row in rows(DOCUMENT, "Set-up")]
    assert set(told) == set(_steps("deploy", "site"))
    assert len(told) == len(set(told))


def test_what_works_at_once_is_what_the_limits_say() -> None:
    said = f"`process_photos` {limits.JOB_FUNCTIONS} at once, three photos each"
    assert said in FLAT
    assert limits.JOBS_AT_ONCE == 3
    assert costs.load(1_000)["functions that decode at once"] <= limits.JOB_FUNCTIONS


def test_the_memory_that_a_picture_may_need_is_told() -> None:
    """The decoder's own, and as much again as Python, boto3 and the upload take."""
    needed = re.search(r"below ([\d,]+) MB the largest HEIC fail", FLAT)
    assert needed
    megabytes = int(needed[1].replace(",", ""))
    assert limits.DECODE_BYTES_HEIF / 2**20 + 256 < megabytes <= costs.WHOLE_MB


@pytest.mark.parametrize("document", [DOCUMENT, TERRAFORM])
def test_each_file_that_is_named_exists(document: str) -> None:
    named = re.findall(r"\b(?:infra|docs|\.chalice)/[\w./-]+\.\w+", text(document))
    assert named
    for name in named:
        if "NAME" not in name:
            assert (ROOT / name).is_file(), name


def test_terraform_is_asked_for_in_the_versions_that_are_told() -> None:
    said = f"Terraform {TERRAFORM_VERSIONS}".replace(">= ", "≥ ").replace(".0, < 2.0.0", "")
    assert said == "Terraform ≥ 1.5"
    provider = AWS_VERSIONS.replace(">=", "≥").replace("5.99.0", "5.99").replace("7.0.0", "7")
    assert f"{said}, AWS provider {provider}" in text(TERRAFORM)


def test_the_page_stays_short_enough_for_a_night() -> None:
    assert len(text(DOCUMENT).splitlines()) <= 250
