"""S3's evaluation of a bucket's CORS rule. Pure.

MiniStack answers `*` to everybody and refuses no preflight, so that a page which works here could
fail on AWS. Shapes and messages: S3 user guide, "Troubleshooting CORS".
"""

from dataclasses import dataclass

from devserver.s3_errors import error_answer
from devserver.wire import Answer, Headers, Request

#: S3 answers differently by these, so no cache may mix the answers up.
_VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"


@dataclass(frozen=True)
class CorsRule:
    """One rule with one origin; S3 would take several of each."""

    origin: str
    methods: tuple[str, ...]
    #: Lower case.
    headers: tuple[str, ...]
    expose: tuple[str, ...]
    max_age_seconds: int

    def allows(self, origin: str | None, method: str | None) -> bool:
        """Whether a page of this origin may use this method (methods are case-sensitive)."""
        return origin == self.origin and method in self.methods


def preflight(rule: CorsRule, request: Request) -> Answer:
    """Answer an OPTIONS request: 200 with the permission, or 403."""
    origin = request.header("Origin")
    method = request.header("Access-Control-Request-Method")
    if not origin or not method:
        missing = "Origin" if not origin else "Access-Control-Request-Method"
        return error_answer(
            400, "BadRequest", f"Insufficient information. {missing} request header needed."
        )
    wanted = _names(request.header("Access-Control-Request-Headers"))
    if not rule.allows(origin, method) or not set(wanted) <= set(rule.headers):
        return error_answer(
            403,
            "AccessForbidden",
            "CORSResponse: This CORS request is not allowed. This is usually because the "
            "evalution of Origin, request method / Access-Control-Request-Method or "
            "Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
        )
    allowed = (("Access-Control-Allow-Headers", ", ".join(wanted)),) if wanted else ()
    return Answer(
        200,
        (
            *_permission(rule),
            *allowed,
            ("Access-Control-Max-Age", str(rule.max_age_seconds)),
            ("Vary", _VARY),
        ),
    )


def answer_headers(rule: CorsRule, request: Request) -> Headers:
    """What S3 adds to the answer of a request that is no preflight.

    A request of a foreign page is served all the same: it is the browser that keeps the answer.
    """
    if not rule.allows(request.header("Origin"), request.method):
        return (("Vary", _VARY),)
    return (*_permission(rule), ("Vary", _VARY))


def _permission(rule: CorsRule) -> Headers:
    exposed = (("Access-Control-Expose-Headers", ", ".join(rule.expose)),) if rule.expose else ()
    return (
        ("Access-Control-Allow-Origin", rule.origin),
        ("Access-Control-Allow-Methods", ", ".join(rule.methods)),
        *exposed,
        # S3 says so whenever the rule names origins instead of `*`.
        ("Access-Control-Allow-Credentials", "true"),
    )


def _names(value: str | None) -> list[str]:
    return [name.strip().lower() for name in (value or "").split(",") if name.strip()]
