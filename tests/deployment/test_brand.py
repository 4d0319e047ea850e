"""A brand is published with the site by both ways, and refused before anything is changed."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deployment.cloud import Cloud, Deployed
from tests.deployment.project import Project
from tests.e2e.api_client import ask


@pytest.fixture
def file(project: Project) -> Iterator[Path]:
    """The file of the stage's brand, which is not there yet."""
    path = project.path / "infra" / "brands" / "dev.json"
    yield path
    path.unlink(missing_ok=True)


def told(dev: Deployed) -> dict[str, Any] | None:
    """What pages are told of the brand."""
    brand: dict[str, Any] | None = json.loads(ask("GET", f"{dev.site_url}/config.json").body)[
        "brand"
    ]
    return brand


def test_a_brand_comes_and_goes_with_a_deployment(
    project: Project, cloud: Cloud, dev: Deployed, file: Path
) -> None:
    assert told(dev) is None
    shutil.copy(file.with_name("example.json"), file)
    said = project.deploy("dev")
    assert "✓ its logo comes as a picture" in said
    assert "Brand      Café Lune" in said
    brand = told(dev)
    assert brand
    logo = ask("GET", f"{dev.site_url}/{brand['logo']}")
    assert logo.body == file.with_name("cafe-lune.svg").read_bytes()
    assert logo.headers["content-type"] == "image/svg+xml"
    assert "script-src 'self'" in logo.headers["content-security-policy"]

    # One that is not fit: told, and all stays as it was.
    file.write_text('{"name": "", "logo": "none.svg"}')
    stack = cloud.outputs("dev")
    for command in ("deploy", "terraform"):
        refused = project.run(command, "--stage", "dev")
        assert (refused.code, "→" in refused.said) == (1, False)
        assert refused.complaint.startswith("BrandUnfit: The brand in infra/brands/dev.json")
        assert "$.logo names" in refused.complaint
        assert "$.name is empty." in refused.complaint
    assert (told(dev), cloud.outputs("dev")) == (brand, stack)

    # The way of who deploys with Terraform.
    file.unlink()
    project.run("terraform", "--stage", "dev", "--publish").well()
    assert told(dev) is None
    logos = [key for key in cloud.keys(stack["SiteBucketName"]) if key.startswith("site/brand/")]
    assert logos == []
