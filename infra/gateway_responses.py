"""What API Gateway answers by itself, in our words. Pure; the dev server answers the same.

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class GatewayResponse:
    """The answer where API Gateway itself refuses, for one of its reasons."""

    status: int
    code: str
    message: str

    @property
    def body(self) -> str:
        """JSON, shaped as every refusal of ours."""
        return json.dumps({"Code": self.code, "Message": self.message})

    def headers(self, site_url: str) -> dict[str, str]:
        """What the application's own refusals carry, so that the site's pages may read it."""
        challenge = {"WWW-Authenticate": "Bearer"} if self.status == 401 else {}
        return {
            "Access-Control-Allow-Origin": site_url,
            "Access-Control-Allow-Headers": (
                "Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token,X-Api-Key"
            ),
            "Access-Control-Max-Age": "600",
            "Cache-Control": "no-store",
            **challenge,
        }


#: By API Gateway's name of the reason.
RESPONSES: Mapping[str, GatewayResponse] = {
    # No token, or one that is not good any more.
    "UNAUTHORIZED": GatewayResponse(
        401,
        "SignInRequired",
        "Please sign in, and send the ID token as Authorization: Bearer.",
    ),
}
