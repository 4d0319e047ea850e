"""A stage is described in two places, and all names follow from its own."""

import json
from pathlib import Path

import pytest

from infra.problems import StageUnknown
from infra.stage import STATE_MACHINE, Stage
from tests.unit.infra import cloud


def test_names_follow_from_the_stage() -> None:
    stage = Stage("prod")
    assert stage.stack_name == "scandrop-prod"
    assert stage.function_name("api_handler") == "scandrop-prod"
    assert stage.function_name("photo_uploaded") == "scandrop-prod-photo_uploaded"
    assert stage.role_name("api_handler") == "scandrop-prod-api_handler"


def test_a_stage_tells_its_functions_parameters_and_tags(stage: Stage) -> None:
    assert stage.handlers == ("api_handler", "photo_uploaded")
    assert stage.parameters() == {"Serving": "true"}
    assert stage.tags() == {"stage": "dev"}
    assert stage.settings == cloud.CONFIG["stages"]["dev"]


@pytest.mark.parametrize("processing", [None, "queue", "step-functions"])
def test_a_state_machine_has_a_log_where_there_is_one(
    stage: Stage, tmp_path: Path, processing: str | None
) -> None:
    groups = {
        "api_handler": "/aws/lambda/scandrop-dev",
        "photo_uploaded": "/aws/lambda/scandrop-dev-photo_uploaded",
    }
    if processing:
        parameters = {"Parameters": {"Processing": processing}, "Tags": {}}
        (tmp_path / "infra" / "stages" / "dev.json").write_text(json.dumps(parameters))
    if processing == "step-functions":
        groups[STATE_MACHINE] = "/aws/vendedlogs/states/scandrop-dev-processing"
    assert stage.log_groups == groups


def test_a_stage_tells_what_its_functions_are_told(stage: Stage, tmp_path: Path) -> None:
    assert stage.environment == {}
    config = json.loads((tmp_path / ".chalice" / "config.json").read_text())
    config["stages"]["dev"]["environment_variables"] = {"SCANDROP_MODERATION": "on"}
    (tmp_path / ".chalice" / "config.json").write_text(json.dumps(config))
    assert stage.environment == {"SCANDROP_MODERATION": "on"}


@pytest.mark.parametrize("name", ["", "Dev", "dev ", "staging", "../dev", "dev/../dev"])
def test_an_unknown_stage_is_refused_with_those_that_there_are(stage: Stage, name: str) -> None:
    with pytest.raises(StageUnknown, match=r"there are: dev, dev-2\..*infra/stages/"):
        Stage.named(name)


def test_a_stage_needs_both_places(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "infra" / "stages" / "half.json").write_text("{}")
    with pytest.raises(StageUnknown):
        Stage.named("half")
    config = json.loads((tmp_path / ".chalice" / "config.json").read_text())
    config["stages"]["other"] = {}
    (tmp_path / ".chalice" / "config.json").write_text(json.dumps(config))
    with pytest.raises(StageUnknown):
        Stage.named("other")


def test_the_repository_has_a_stage_to_begin_with() -> None:
    assert "photo_uploaded" in Stage.named("dev").handlers
    assert Stage.named("dev").tags()["stage"] == "dev"
