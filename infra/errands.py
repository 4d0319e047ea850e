"""Jobs of the queue that are no photo's own: exports, and webhooks; as dead letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.export import ExportJob
from chalicelib.jobs import JobInvalid
from chalicelib.webhook import WebhookJob


@dataclass(frozen=True)
class FailedErrand:
    """One that failed for good."""

    job: ExportJob | WebhookJob
    history: str = "failed as often as a job may"

    @property
    def contents(self) -> tuple[str, ...]:
        """What it is about, one line each."""
        if isinstance(self.job, ExportJob):
            about = f"export {self.job.export_id}"
        else:
            about = f"webhook, photo {self.job.photo_id}"
        return (f"{about} of album {self.job.album_id}".replace("\n", " "),)

    @property
    def message(self) -> Mapping[str, Any]:
        """What the queue is given again."""
        return self.job.message


def failed_errand(record: Mapping[str, Any]) -> FailedErrand | None:
    """The errand of a message, if it is one."""
    try:
        job = ExportJob.of(record) or WebhookJob.of(record)
    except JobInvalid:
        return None
    return None if job is None else FailedErrand(job)
