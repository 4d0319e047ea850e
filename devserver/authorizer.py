"""API Gateway's authorizer of a Cognito user pool: who has no good ID token does not get through.

Chalice's own for local use takes whatever a token says for true, and lets through who has none.
"""

import json
from typing import Any

import jwt
from chalice.app import Chalice, CognitoUserPoolAuthorizer
from chalice.local import LocalGateway, LocalGatewayAuthorizer, NotAuthorizedError

from devserver import resources
from devserver.addresses import Addresses
from devserver.application import Application
from devserver.environment import USER_POOL_ARN
from infra import gateway_responses

_REFUSAL = gateway_responses.RESPONSES["UNAUTHORIZED"]
_JSON = "application/json"
_ALGORITHMS = ["RS256"]
_REQUIRED = ["exp", "iat", "sub", "token_use"]


class UserPool:
    """A user pool, as far as its ID tokens prove themselves.

    https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
    """

    def __init__(self, arn: str, client_id: str, keys: jwt.PyJWKClient) -> None:
        """`keys` fetches those that the pool signs with."""
        region, pool_id = arn.split(":")[3], arn.rpartition("/")[2]
        self._issuer = f"https://cognito-idp.{region}.amazonaws.com/{pool_id}"
        self._client_id = client_id
        self._keys = keys

    def claims(self, authorization: str) -> dict[str, str]:
        """What a good ID token says, as API Gateway hands it on. It may stand without `Bearer`.

        Raises:
            jwt.PyJWTError: it is not signed by this pool, not for our client, too old, or another
                kind of token.
        """
        scheme, _, rest = authorization.strip().partition(" ")
        token = rest.strip() if scheme.lower() == "bearer" else authorization.strip()
        found: dict[str, Any] = jwt.decode(
            token,
            self._keys.get_signing_key_from_jwt(token),
            algorithms=_ALGORITHMS,
            audience=self._client_id,
            issuer=self._issuer,
            options={"require": _REQUIRED},
        )
        if found["token_use"] != "id":
            # Without scopes on its routes, a REST API takes no access token.
            raise jwt.InvalidTokenError("no ID token")
        return {name: _text(value) for name, value in found.items()}


class VerifyingAuthorizer(LocalGatewayAuthorizer):
    """Puts verified claims into the event of a request, or refuses it."""

    def __init__(self, application: Chalice, pool: UserPool, site_url: str) -> None:
        super().__init__(application)
        self._pool = pool
        self.site_url = site_url

    def authorize(
        self, raw_path: str, lambda_event: dict[str, Any], lambda_context: Any
    ) -> tuple[dict[str, Any], Any]:
        """Answers what the function is called with.

        Raises:
            NotAuthorizedError: the route is for who is signed in, and nobody is.
        """
        route = self._route_for_event(lambda_event)
        if route is None or not isinstance(route.authorizer, CognitoUserPoolAuthorizer):
            return lambda_event, lambda_context
        headers = {name.lower(): value for name, value in lambda_event["headers"].items()}
        try:
            claims = self._pool.claims(headers.get("authorization", ""))
        except jwt.PyJWTError as error:
            headers = {"Content-Type": _JSON, **_REFUSAL.headers(self.site_url)}
            raise NotAuthorizedError(headers, _REFUSAL.body.encode()) from error
        lambda_event["requestContext"]["authorizer"] = {"claims": claims}
        return lambda_event, lambda_context


class VerifyingGateway(LocalGateway):
    """Chalice's gateway without sockets, with an authorizer that asks for proof."""

    def __init__(self, application: Chalice, config: Any, authorizer: VerifyingAuthorizer) -> None:
        super().__init__(application, config)
        self._authorizer = authorizer


def authorizer(
    application: Application, addresses: Addresses, cloud_endpoint: str
) -> VerifyingAuthorizer:
    """The authorizer of the dev server, by the keys that its embedded AWS signs with."""
    uri = f"{cloud_endpoint}/{resources.USER_POOL_ID}/.well-known/jwks.json"
    pool = UserPool(USER_POOL_ARN, resources.USER_POOL_CLIENT_ID, jwt.PyJWKClient(uri))
    return VerifyingAuthorizer(application.chalice, pool, addresses.site)


def _text(value: object) -> str:
    """A claim as a REST API passes it on: always a text, a list joined by commas."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value)
