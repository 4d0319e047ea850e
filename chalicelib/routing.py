"""Routes that stand in a module of their own, because app.py would be too long with them."""

from collections.abc import Callable
from functools import cache
from typing import Any

from chalice.app import Blueprint, CognitoUserPoolAuthorizer

from chalicelib import http


class Routes(Blueprint):
    """Routes as those of `http.Api`, which registers them."""

    def __init__(self, import_name: str, site_url: str) -> None:
        super().__init__(import_name)
        self._cors = http.cors(site_url)

    def route(self, path: str, **options: Any) -> Callable[..., Any]:
        """As `http.Api.route`."""
        return http.registering(super().route, self._cors, path, options)


@cache
def users(pool_arn: str) -> CognitoUserPoolAuthorizer:
    """Lets nobody through to a route but who is signed in; `http.user_of` tells who that is."""
    return CognitoUserPoolAuthorizer("users", provider_arns=[pool_arn])
