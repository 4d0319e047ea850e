"""Events that failed for good, kept for whoever looks for them."""

import json
from pathlib import Path
from typing import Any


class DeadLetters:
    """A file of events, one per line. It is there only once there is one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def bury(self, event: dict[str, Any]) -> None:
        """Keep an event that nobody could handle."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")
