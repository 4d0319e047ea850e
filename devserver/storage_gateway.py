"""What the storage lets in, and what it makes of the answers. No sockets.

MiniStack checks presigned URLs as S3 does, but takes anybody's word for who signed a request's
headers, and holds more services than S3. So what comes from outside passes only with a presigned
URL for S3, and only with headers that cannot turn it into a request for something else.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from devserver import cors
from devserver.addresses import Addresses
from devserver.cors import CorsRule
from devserver.s3_errors import access_denied, error_answer
from devserver.s3_events import StoredObject
from devserver.wire import Answer, Headers, Request

#: Of one connection, not of the request (RFC 9110, 7.6.1); the proxy has its own.
_HOP_BY_HOP = {
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
#: Would send a request to another service of MiniStack's than S3, or lie to it about the client.
_NEVER_IN = {"x-amz-target", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
#: Ours, or said by our own server.
_NEVER_OUT = {"date", "server", "vary"}

_PRESIGNED = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
)


@dataclass(frozen=True)
class Forward:
    """A request that may pass: its headers as the storage shall see them."""

    headers: Headers
    #: Whether it may store an object whose event must be delivered.
    stores: bool


class StorageGateway:
    """The front of one deployment's buckets."""

    def __init__(
        self,
        cors_rules: dict[str, CorsRule],
        addresses: Addresses,
        *,
        announced: Collection[str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._cors_rules = cors_rules
        self._addresses = addresses
        self._announced = announced
        self._clock = clock

    def admit(self, request: Request) -> Forward | Answer:
        """Let a request pass, or answer it; the body has not been read."""
        bucket, key = bucket_and_key(request.raw_path)
        rule = self._cors_rules.get(bucket)
        # Another Host could not have a right signature, and could mean another service.
        if rule is None or request.header_values("Host") != [self._host()]:
            return access_denied()
        if request.method == "OPTIONS":
            return cors.preflight(rule, request)
        if not self._is_signed(request):
            return self._readable(request, access_denied())
        if request.method == "PUT" and request.header("Content-Length") is None:
            missing = "You must provide the Content-Length HTTP header."
            return self._readable(request, error_answer(411, "MissingContentLength", missing))
        kept = tuple(
            (name, value)
            for name, value in request.headers
            if name.lower() not in _HOP_BY_HOP and name.lower() not in _NEVER_IN
        )
        return Forward(kept, stores=bucket in self._announced and _stores(request, key))

    def answer_headers(self, request: Request, headers: Headers) -> Headers:
        """The storage's headers as a browser shall see them: with our CORS instead of its own."""
        bucket, _ = bucket_and_key(request.raw_path)
        kept = tuple(
            (name, value)
            for name, value in headers
            if name.lower() not in _HOP_BY_HOP
            and name.lower() not in _NEVER_OUT
            and not name.lower().startswith("access-control-")
        )
        return (*kept, *cors.answer_headers(self._cors_rules[bucket], request))

    def stored(self, request: Request, answer: Answer) -> StoredObject | None:
        """The object that a forwarded request has stored, or None where it failed."""
        if answer.status != 200:
            return None
        bucket, key = bucket_and_key(request.raw_path)
        return StoredObject(
            bucket=bucket,
            key=key,
            size=int(request.header("Content-Length") or 0),
            etag=(answer.header("ETag") or "").strip('"'),
            version_id=answer.header("x-amz-version-id"),
            stored_at=self._clock(),
        )

    def _host(self) -> str:
        return self._addresses.storage.removeprefix("http://")

    def _readable(self, request: Request, refusal: Answer) -> Answer:
        """A refusal that a page of the site may read, as it may read S3's."""
        return Answer(refusal.status, self.answer_headers(request, refusal.headers), refusal.body)

    def _is_signed(self, request: Request) -> bool:
        """Whether a signature is there that somebody checks.

        Signed headers are for this machine only: nobody checks those, and the application, which
        runs here, is the only one to send them.
        """
        if request.header("Authorization") is not None:
            return self._addresses.is_this_machine(request.peer)
        return is_presigned(request.query)


def is_presigned(query: str) -> bool:
    """Whether a query string has everything, once, that makes MiniStack check it as S3's SigV4."""
    values = parse_qs(query, keep_blank_values=True)
    if any(len(values.get(name, [])) != 1 or not values[name][0] for name in _PRESIGNED):
        return False
    # The same names in another case would be a second, contradicting signature.
    known = {name.lower() for name in _PRESIGNED}
    doubled = any(name.lower() in known for name in values.keys() - set(_PRESIGNED))
    return (
        not doubled
        and "Action" not in values
        and values["X-Amz-Algorithm"][0] == "AWS4-HMAC-SHA256"
        and values["X-Amz-Credential"][0].endswith("/s3/aws4_request")
    )


def bucket_and_key(raw_path: str) -> tuple[str, str]:
    """The two halves of a path-style path; the key is decoded."""
    bucket, _, key = raw_path.removeprefix("/").partition("/")
    return bucket, unquote(key)


def _stores(request: Request, key: str) -> bool:
    """Whether a request, if it succeeds, creates an object: a plain PUT of one."""
    parameters = parse_qs(request.query, keep_blank_values=True)
    plain = all(name.lower().startswith("x-") for name in parameters)
    return request.method == "PUT" and bool(key) and plain
