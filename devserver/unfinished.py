"""Jobs that were taken from the queue and not finished, in a file.

The embedded SQS keeps its messages in memory. Of those that nobody has taken yet, the photos' own
records tell; of those whose work has begun, this file: the record may say READY while the photo's
session does not know.
"""

import json
from collections.abc import Iterable
from pathlib import Path


class Unfinished:
    """Bodies of messages. A kill leaves the list before a change or the one after it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bodies = self._load()

    @property
    def bodies(self) -> list[str]:
        """What is not finished, oldest first."""
        return list(self._bodies)

    def begin(self, bodies: Iterable[str]) -> None:
        """Note these before anything is done about them."""
        self._save({**self._bodies, **dict.fromkeys(bodies)})

    def finish(self, body: str) -> None:
        """Forget this one. One that is not known is no error: a job may come twice."""
        self._save({each: None for each in self._bodies if each != body})

    def _load(self) -> dict[str, None]:
        """In its order, each once; nothing where there is no list yet."""
        try:
            return dict.fromkeys(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}

    def _save(self, bodies: dict[str, None]) -> None:
        if bodies == self._bodies:
            return
        temporary = self._path.with_suffix(".new")
        temporary.write_text(json.dumps(list(bodies)), encoding="utf-8")
        temporary.replace(self._path)
        self._bodies = bodies
