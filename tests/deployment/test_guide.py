"""What docs/shop.md quotes of a deployment is what a deployment says."""

import re

from tests.contract.test_shop_guide import quoted_lines
from tests.deployment.project import Project


def _form(line: str) -> str:
    """A quoted line as a pattern: numbers, hosts and paths are those of each deployment."""
    parts = re.split(r"(//[^/]+|/usr/\S+|\d[\d.]*)", line.replace("prod", "dev"))
    forms = {"//": "//[^/]+", "/u": r"/\S+"}
    return "".join(
        forms.get(part[:2], r"[\d.]+") if number % 2 else re.escape(part)
        for number, part in enumerate(parts)
    )


def test_the_guide_quotes_a_deployment(first_deploy: str) -> None:
    said = first_deploy.splitlines()
    at = 0
    for line in quoted_lines():
        found = [number for number, each in enumerate(said) if re.fullmatch(_form(line), each)]
        assert found, line
        assert found[0] >= at, f"{line} comes earlier"
        at = found[0]


def test_the_guide_quotes_what_status_says(project: Project, first_deploy: str) -> None:
    assert project.run("status", "--stage", "dev").well().splitlines()[-1] == "All is well."
