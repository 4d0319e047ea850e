"""Who did what: a line for each action of somebody who is signed in, however it ended.

Such lines have `audit`, the action, beside `user_id`, `outcome` and the ids of what it was done to.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

log = logging.getLogger(__name__)

#: The outcome of what was done; any other is the code of a refusal.
DONE = "ok"
#: The outcome of what ended in a defect.
FAILED = "failed"
#: What answers call an id, and we.
_IDS = {"albumId": "album_id", "kioskId": "kiosk_id", "photoId": "photo_id"}


class Action:
    """An action that is being done. As long as nobody says how it has ended, it has failed."""

    def __init__(self, user_id: str, name: str, ids: Mapping[str, str]) -> None:
        self._said = {"audit": name, "user_id": user_id}
        self._ids = dict(ids)
        #: The outcome, and of what: one action may be done to several things.
        self._ends: list[tuple[str, dict[str, str]]] = []

    def ended(self, outcome: str, answer: Mapping[str, Any]) -> None:
        """It ended like this; the answer may name what was made, or each thing that was done to."""
        several = answer.get("deletions")
        for each in several if isinstance(several, list) else [answer]:
            ids = {ours: each[theirs] for theirs, ours in _IDS.items() if each.get(theirs)}
            self._ends.append((each.get("code") or outcome if several else outcome, ids))

    def write(self) -> None:
        """Write the lines."""
        for outcome, found in self._ends or [(FAILED, {})]:
            fields = {**self._said, **self._ids, **found, "outcome": outcome}
            text = " ".join(f"{name}={value}" for name, value in fields.items())
            log.info("%s", text, extra={"fields": fields})


@contextmanager
def action(user_id: str, name: str, **ids: str) -> Iterator[Action]:
    """Within it the action is done; at its end, however that comes, it is written down."""
    acting = Action(user_id, name, ids)
    try:
        yield acting
    finally:
        acting.write()
