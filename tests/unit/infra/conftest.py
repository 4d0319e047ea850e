"""Stages of a repository of the tests' own: what the real one deploys may change."""

from pathlib import Path

import pytest

from infra.stage import Stage
from tests.unit.infra import cloud


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Stage dev; there is also dev-2, all of whose names begin like those of dev."""
    monkeypatch.setattr("infra.stage.ROOT", cloud.configured(tmp_path))
    return Stage.named("dev")
