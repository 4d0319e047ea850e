"""What API Gateway answers by itself, in our words. Pure; the dev server answers the same.

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class GatewayResponse:
    """The answer where API Gateway itself refuses, for one of its reasons."""

    #: None: that of the reason, which is one of several.
    status: int | None
    code: str
    message: str

    @property
    def body(self) -> str:
        """JSON, shaped as every refusal of ours."""
        return json.dumps({"Code": self.code, "Message": self.message})

    def headers(self, site_url: str) -> dict[str, str]:
        """What the application's own refusals carry, so that the site's pages may read it."""
        return {
            "Access-Control-Allow-Origin": site_url,
            "Access-Control-Allow-Headers": (
                "Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token,X-Api-Key"
            ),
            "Access-Control-Max-Age": "600",
            "Cache-Control": "no-store",
            **_MORE.get(self.status, {}),
        }


_MORE: Mapping[int | None, Mapping[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    503: {"Retry-After": "1"},
}

_SIGN_IN = GatewayResponse(
    401, "SignInRequired", "Please sign in, and send the ID token as Authorization: Bearer."
)
_NO_ROUTE = GatewayResponse(
    404, "RouteNotFound", "There is nothing at this address, or not by this method."
)
_AWAY = "The service is away for a moment. Please try again."

#: By API Gateway's name of the reason.
RESPONSES: Mapping[str, GatewayResponse] = {
    # No token, or one that is not good, or not any more.
    "UNAUTHORIZED": _SIGN_IN,
    "EXPIRED_TOKEN": _SIGN_IN,
    "ACCESS_DENIED": GatewayResponse(403, "AccessDenied", "This is not for you to see."),
    # It takes a request to a path that it does not know for one that AWS's own signature is to
    # prove; with a bearer token, for one whose signature is wrong.
    "MISSING_AUTHENTICATION_TOKEN": _NO_ROUTE,
    "INVALID_SIGNATURE": _NO_ROUTE,
    "REQUEST_TOO_LARGE": GatewayResponse(
        413, "RequestTooLarge", "A request may have up to 10 MB. Files go to storage, by a ticket."
    ),
    "THROTTLED": GatewayResponse(
        429, "TooManyRequests", "Too many requests at once. Please wait a moment and try again."
    ),
    "AUTHORIZER_FAILURE": GatewayResponse(503, "ServiceUnavailable", _AWAY),
    "AUTHORIZER_CONFIGURATION_ERROR": GatewayResponse(503, "ServiceUnavailable", _AWAY),
    "INTEGRATION_TIMEOUT": GatewayResponse(504, "ServiceUnavailable", _AWAY),
    # All others.
    "DEFAULT_4XX": GatewayResponse(
        None, "RequestRefused", "This request cannot be answered. Check it, and try again."
    ),
    "DEFAULT_5XX": GatewayResponse(None, "ServiceUnavailable", _AWAY),
}
