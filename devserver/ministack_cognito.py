"""All that we rely on within MiniStack's Cognito, and all that we change in it.

It makes up the ids of pools, sends the same codes to everybody, and checks codes, flows and refresh
tokens only where it checks signatures too, which would cost the rest of it. `adapt` makes sure that
everything is as it was when this was written: none of it is an interface.

Reads the environment when it is imported: where it keeps the keys that it signs tokens with.
"""

import inspect
import logging
import secrets
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from ministack.core.responses import error_response_json
from ministack.services import cognito

from devserver import resources
from devserver.cloud import CloudChanged
from devserver.environment import ACCOUNT_ID, REGION

#: Functions of `cognito` and the names of their parameters.
_RELIED_ON = {
    "_access_token_error": ("data",),
    "_auth_flow_error": ("action", "data"),
    "_client_id": (),
    "_confirmation_code_error": ("action", "data"),
    "_merge_attributes": ("existing", "updates"),
    "_pin_unsigned_idp_scope": ("data",),
    "_pool_for_client": ("cid",),
    "_pool_id": (),
    "_refresh_auth_user": ("pool", "pid", "cid", "refresh_token"),
    "_resolve_user": ("pool", "username"),
    "_run_idp_handler": ("handler", "action", "data"),
    "_send_verification_email": ("pool", "username", "attr_dict", "code", "attribute_name"),
    "_signature_valid": ("token",),
    "_token_claims": ("token",),
}

log = logging.getLogger(__name__)

State = dict[str, Any]


def adapt(mail: Callable[[str, str], None]) -> None:
    """Change it. `mail` sends a code to an address.

    Raises:
        CloudChanged: it is not the MiniStack that we know.
    """
    _make_sure()
    cognito._pool_id = lambda: resources.USER_POOL_ID
    cognito._client_id = lambda: resources.USER_POOL_CLIENT_ID
    _send_codes_of_our_own(mail)
    _check_what_it_takes_on_trust(cognito._run_idp_handler, cognito._refresh_auth_user)


def state() -> State | None:
    """All that the pool knows; None if there is no pool yet."""
    pool = cognito._user_pools._data.get((ACCOUNT_ID, REGION, resources.USER_POOL_ID))
    return pool and {"pool": pool, "revoked": sorted(cognito._revoked_tokens)}


def restore(known: State) -> None:
    """Let the pool know what `state` has told."""
    scope = (ACCOUNT_ID, REGION, resources.USER_POOL_ID)
    cognito._user_pools.set_scoped(*scope, known["pool"])
    cognito._revoked_tokens.update(known["revoked"])


def give_id(email: str, user_id: str) -> None:
    """Let a user have this id, which Cognito makes up: what they own is kept under it."""
    pool = cognito._user_pools._data[ACCOUNT_ID, REGION, resources.USER_POOL_ID]
    user, _ = cognito._resolve_user(pool, email)
    del pool["_users"][user["Username"]]
    sub = [{"Name": "sub", "Value": user_id}]
    user |= {"Username": user_id, "Attributes": cognito._merge_attributes(user["Attributes"], sub)}
    pool["_users"][user_id] = user


def _send_codes_of_our_own(mail: Callable[[str, str], None]) -> None:
    """Stock sends 123456 and 654321, which everybody on the network would know."""

    def send(
        pool: Any, username: str, attr_dict: Any, code: str, attribute_name: str = "email"
    ) -> None:
        user, _ = cognito._resolve_user(pool, username)
        kept = "_reset_code" if attribute_name == "password" else "_confirmation_code"
        user[kept] = f"{secrets.randbelow(10**6):06d}"
        mail(attr_dict["email"], user[kept])

    cognito._send_verification_email = send


def _check_what_it_takes_on_trust(run: Any, find_owner: Any) -> None:
    """Codes, flows, access tokens and refresh tokens, as stock does where AUTH is set."""

    def checked(handler: Any, action: str, data: dict[str, Any]) -> Any:
        if action in cognito._UNSIGNED_IDP_ACTIONS:
            cognito._pin_unsigned_idp_scope(data)
        fault = (
            cognito._auth_flow_error(action, data)
            or cognito._access_token_error(data)
            or cognito._confirmation_code_error(action, data)
            or _confirmed_already(action, data)
        )
        return fault or run(handler, action, data)

    def owner(pool: Any, pid: str, cid: str, refresh_token: str) -> Any:
        user, fault = find_owner(pool, pid, cid, refresh_token)
        if user and not cognito._signature_valid(refresh_token):
            fault = error_response_json("NotAuthorizedException", "Invalid Refresh Token", 400)
        return (None, fault) if fault else (user, None)

    cognito._run_idp_handler = checked
    cognito._refresh_auth_user = owner


def _confirmed_already(action: str, data: dict[str, Any]) -> Any:
    """Why no code is mailed once more, as Cognito says it; None if there is one to be mailed."""
    if action != "ResendConfirmationCode":
        return None
    pool, _ = cognito._pool_for_client(data.get("ClientId"))
    user, _ = cognito._resolve_user(pool, data.get("Username")) if pool else (None, None)
    if user is None or user["UserStatus"] == "UNCONFIRMED":
        return None
    return error_response_json("InvalidParameterException", "User is already confirmed.", 400)


def _make_sure() -> None:
    for name, parameters in _RELIED_ON.items():
        function = getattr(cognito, name, None)
        found = tuple(inspect.signature(function).parameters) if callable(function) else None
        if found != parameters:
            raise CloudChanged(
                f"MiniStack {version('ministack')} has no cognito.{name}({', '.join(parameters)}), "
                "which devserver/ministack_cognito.py relies on: install the pinned version "
                "(requirements-run.txt), or adapt it to this one"
            )
