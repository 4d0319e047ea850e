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
from devserver.s3_events import STORED_ETAG, STORED_SIZE, StoredObject, created_by
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
_NEVER_OUT = {"date", "server", "vary", STORED_ETAG, STORED_SIZE}

#: Of a presigned URL, besides what S3 and its clients add to each.
_OF_A_PART = {"partnumber", "uploadid"}

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
        read_only: Collection[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._cors_rules = cors_rules
        self._addresses = addresses
        self._announced = announced
        self._read_only = read_only
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
        refusal = self._unsigned(request, bucket, key)
        if refusal:
            return self._readable(request, refusal)
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
        """The object that a forwarded request has stored, or None where it failed.

        A completion that is repeated is answered again and has stored nothing.
        """
        completes = request.method == "POST"
        size = answer.header(STORED_SIZE) if completes else request.header("Content-Length")
        if answer.status != 200 or (completes and size is None):
            return None
        bucket, key = bucket_and_key(request.raw_path)
        etag = answer.header(STORED_ETAG if completes else "ETag") or ""
        return StoredObject(
            bucket=bucket,
            key=key,
            size=int(size or 0),
            etag=etag.strip('"'),
            version_id=answer.header("x-amz-version-id"),
            stored_at=self._clock(),
            event_name=created_by(etag),
        )

    def _host(self) -> str:
        return self._addresses.storage.removeprefix("http://")

    def _readable(self, request: Request, refusal: Answer) -> Answer:
        """A refusal that a page of the site may read, as it may read S3's."""
        return Answer(refusal.status, self.answer_headers(request, refusal.headers), refusal.body)

    def _unsigned(self, request: Request, bucket: str, key: str) -> Answer | None:
        """What to answer where no signature is there that somebody checks.

        Signed headers are for this machine only: nobody checks those, and the application, which
        runs here, is the only one to send them.
        """
        if request.header("Authorization") is not None:
            return None if self._addresses.is_this_machine(request.peer) else access_denied()
        if not is_presigned(request.query) or not _may_be_presigned(request, key):
            return access_denied()
        if request.method == "PUT" and bucket in self._read_only:
            return access_denied()
        if not _signs_amazons_headers(request):
            # An unsigned x-amz-copy-source would make a copy of any object out of a PUT.
            return access_denied("There were headers present in the request which were not signed")
        return None


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


def _may_be_presigned(request: Request, key: str) -> bool:
    """Whether it is one of the four things that pages do: to send an object or a part, to read."""
    parameters = _parameters(request)
    if request.method == "PUT":
        return bool(key) and parameters in (set(), _OF_A_PART)
    reads = request.method in ("GET", "HEAD") and bool(key)
    return reads and all(name.startswith("response-") for name in parameters)


def _signs_amazons_headers(request: Request) -> bool:
    """Whether all headers that S3 acts upon are covered by a presigned URL's signature, as it asks.

    MiniStack does not ask.
    """
    signed = parse_qs(request.query)["X-Amz-SignedHeaders"][0].lower().split(";")
    theirs = {name.lower() for name, _ in request.headers if name.lower().startswith("x-amz-")}
    return theirs <= set(signed)


def _stores(request: Request, key: str) -> bool:
    """Whether a request, if it succeeds, creates an object: a plain PUT of one, or a completion."""
    parameters = _parameters(request)
    puts = request.method == "PUT" and not parameters
    completes = request.method == "POST" and parameters == {"uploadid"}
    return bool(key) and (puts or completes)


def _parameters(request: Request) -> set[str]:
    """The names that say what is asked for; those that begin with x- are the signature's."""
    names = parse_qs(request.query, keep_blank_values=True)
    return {name.lower() for name in names if not name.lower().startswith("x-")}
