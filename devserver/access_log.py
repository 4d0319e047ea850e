"""What the dev server's log shows of requests: nothing that somebody may have put into them."""

import logging
import re
from collections.abc import Collection, Iterable
from typing import Any

from aiohttp.http_exceptions import HttpProcessingError

from chalicelib.keys import ID_PATTERN
from devserver import resources

#: Ids of ours, and what files of ours are called.
_OURS = re.compile(rf"|{ID_PATTERN}(\.[a-z0-9]{{1,5}})?|(thumb|medium|large)\.jpg")
#: What else paths of ours are made of.
_FIXED = {"api", "ws", "@connections", "session-uploads", "renditions"}


class Paths:
    """Shows the paths of requests."""

    def __init__(self, routes: Iterable[str]) -> None:
        """`routes`: of the HTTP API, as `/albums/{album}`."""
        buckets = {resources.UPLOADS_BUCKET, resources.MEDIA_BUCKET}
        self._words: Collection[str] = (
            _FIXED
            | buckets
            | {part for route in routes for part in route.split("/") if not part.startswith("{")}
        )

    def shown(self, path: str) -> str:
        """The path, and `…` for each part that is not ours: a code, a token, a file's name."""
        parts = path.split("/")
        return "/".join(part if self._is_ours(part) else "…" for part in parts)

    def _is_ours(self, part: str) -> bool:
        return part in self._words or _OURS.fullmatch(part) is not None


class ServerLog(logging.LoggerAdapter[logging.Logger]):
    """aiohttp's log, but for what is in requests that are none.

    It would quote the line that is too long, and what stands in it may be a token.
    """

    def __init__(self) -> None:
        super().__init__(logging.getLogger("aiohttp.server"), {})

    def exception(self, msg: object, *args: object, exc_info: Any = True, **kwargs: Any) -> None:
        """As `Logger.exception`; of a request that is none, only what is wrong with it."""
        if isinstance(exc_info, HttpProcessingError):
            self.logger.warning("a request is no HTTP: %s", type(exc_info).__name__)
            return
        super().exception(msg, *args, exc_info=exc_info, **kwargs)
