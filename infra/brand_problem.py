"""What is wrong with a brand, and what to write instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from infra.deploy_error import DeployError


@dataclass(frozen=True)
class Problem:
    """One place that cannot stay as it is."""

    #: As JSONPath writes it: `$.colors.light.ink`.
    path: str
    #: Goes on the path: "has 52 characters, and 40 are the most".
    wrong: str
    #: Goes on "Write": what stands there then.
    write: str

    def __str__(self) -> str:
        return f"{self.path} {self.wrong}. Write {self.write}."


def below(path: str, name: str) -> str:
    """The path of what an object has by this name: https://www.rfc-editor.org/rfc/rfc9535#section-2.3."""
    plain = re.fullmatch(r"[A-Za-z_]\w*", name)
    return f"{path}.{name}" if plain else f"{path}['{name}']"


class BrandUnfit(DeployError):
    """A brand is not fit to be shown. Its text has all problems, a line each."""

    def __init__(self, file: Path, problems: Iterable[Problem]) -> None:
        # Several checks look at one place; and the same thing is told once.
        self.problems = tuple(sorted(dict.fromkeys(problems), key=lambda each: each.path))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        here = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
        super().__init__(
            f"The brand in {here} is not fit to be shown.\n{lines}\n"
            f"docs/brand.md tells of each field; make brand BRAND={here} checks them again."
        )
