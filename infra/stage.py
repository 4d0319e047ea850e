"""A stage: one deployment, as `.chalice/config.json` and `infra/stages/` describe it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.problems import StageUnknown

ROOT = Path(__file__).resolve().parent.parent
APP_NAME = "scandrop"
#: What we call the state machine beside the functions.
STATE_MACHINE = "state_machine"


@dataclass(frozen=True)
class Stage:
    """One deployment: a CloudFormation stack and a Chalice stage of the same name."""

    name: str

    @classmethod
    def named(cls, name: str) -> "Stage":
        """The stage of this name.

        Raises:
            StageUnknown: it is not described in both places.
        """
        known = sorted(
            set(chalice_config()["stages"])
            & {path.stem for path in (ROOT / "infra" / "stages").glob("*.json")}
        )
        if name not in known:
            raise StageUnknown(
                f"There is no stage {name!r}; there are: {', '.join(known)}. A stage needs an "
                "entry in .chalice/config.json and a file of parameters in infra/stages/."
            )
        return cls(name)

    @property
    def stack_name(self) -> str:
        """The name of its CloudFormation stack."""
        return f"{APP_NAME}-{self.name}"

    @property
    def secret_parameter(self) -> str:
        """What it signs with, by its name in Parameter Store; CloudFormation cannot make it."""
        return f"/{self.stack_name}/secrets"

    def function_name(self, handler: str) -> str:
        """The name that Chalice gives a Lambda function."""
        stem = f"{APP_NAME}-{self.name}"
        return stem if handler == "api_handler" else f"{stem}-{handler}"

    def role_name(self, handler: str) -> str:
        """The name that Chalice gives a function's role."""
        return f"{APP_NAME}-{self.name}-{handler}"

    def log_group(self, handler: str) -> str:
        """The log group that Lambda writes to for a function."""
        return f"/aws/lambda/{self.function_name(handler)}"

    @property
    def log_groups(self) -> Mapping[str, str]:
        """All log groups of what works for it, by the name of what writes into them."""
        groups = {handler: self.log_group(handler) for handler in self.handlers}
        if self.parameters().get("Processing") == "step-functions":
            groups[STATE_MACHINE] = f"/aws/vendedlogs/states/{self.stack_name}-processing"
        return groups

    @property
    def handlers(self) -> tuple[str, ...]:
        """The functions of the application, by Chalice's names for them."""
        return tuple(self.settings["lambda_functions"])

    @property
    def settings(self) -> Mapping[str, Any]:
        """Its entry in `.chalice/config.json`."""
        settings: Mapping[str, Any] = chalice_config()["stages"][self.name]
        return settings

    @property
    def environment(self) -> Mapping[str, str]:
        """What its functions are told beyond the names of its resources."""
        return dict(self.settings.get("environment_variables", {}))

    @property
    def architecture(self) -> str:
        """What its functions run on: `x86_64` or `arm64`."""
        everywhere = chalice_config().get("lambda_architecture", "x86_64")
        return str(self.settings.get("lambda_architecture", everywhere))

    def parameters(self) -> dict[str, str]:
        """What its template parameters differ in from their defaults."""
        return dict(self._configuration()["Parameters"])

    def tags(self) -> dict[str, str]:
        """Tags of everything in its stack."""
        return dict(self._configuration()["Tags"])

    def _configuration(self) -> Mapping[str, Mapping[str, str]]:
        text = (ROOT / "infra" / "stages" / f"{self.name}.json").read_text()
        configuration: Mapping[str, Mapping[str, str]] = json.loads(text)
        return configuration


def chalice_config() -> dict[str, Any]:
    """Chalice's configuration as it is in the repository."""
    config: dict[str, Any] = json.loads((ROOT / ".chalice" / "config.json").read_text())
    return config
