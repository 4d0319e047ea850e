"""Accounts in a Cognito user pool, by a client of it that has no secret."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from chalicelib.account_answers import Tokens
from chalicelib.aws import cognito_errors as errors
from chalicelib.aws.cognito_errors import NothingToTell, meaning
from chalicelib.errors import MfaCodeRequired, NewPasswordRequired, ServiceUnavailable
from chalicelib.identity import Confirmation, Login, PasswordReset, SignIn

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

log = logging.getLogger(__name__)

#: An answer of Cognito's to a step of a sign-in: tokens, or a challenge.
Answer = Mapping[str, Any]
Client = Callable[[], "CognitoIdentityProviderClient"]


class CognitoSignUps:
    """`SignUps` in one user pool."""

    def __init__(self, client: Client, client_id: str) -> None:
        self._client = client
        self._client_id = client_id

    def begin(self, login: Login) -> None:
        """Make an account, or mail the code of one once more: which of them, nobody is told."""
        with suppress(NothingToTell), meaning(errors.SIGN_UP):
            self._client().sign_up(
                ClientId=self._client_id, Username=login.email, Password=login.password
            )
            return
        with suppress(NothingToTell), meaning(errors.MAIL):
            self._client().resend_confirmation_code(ClientId=self._client_id, Username=login.email)

    def confirm(self, confirmation: Confirmation) -> None:
        """Make the account usable."""
        with meaning(errors.CODE):
            self._client().confirm_sign_up(
                ClientId=self._client_id,
                Username=confirmation.email,
                ConfirmationCode=confirmation.code,
            )


class CognitoSignIns:
    """`SignIns` in one user pool."""

    def __init__(self, client: Client, pool_id: str, client_id: str) -> None:
        self._client = client
        self._pool_id = pool_id
        self._client_id = client_id

    def sign_in(self, wanted: SignIn) -> Tokens:
        """Prove the password, and then whatever else the pool asks for."""
        answer = self._prove_password(wanted)
        while "AuthenticationResult" not in answer:
            answer = self._meet_challenge(wanted, answer)
        return _tokens(answer["AuthenticationResult"], "")

    def refresh(self, refresh_token: str) -> Tokens:
        """Fresh tokens; the refresh token stays."""
        with meaning(errors.REFRESH):
            answer = self._client().admin_initiate_auth(
                UserPoolId=self._pool_id,
                ClientId=self._client_id,
                AuthFlow="REFRESH_TOKEN_AUTH",
                AuthParameters={"REFRESH_TOKEN": refresh_token},
            )
        return _tokens(answer["AuthenticationResult"], refresh_token)

    def sign_out(self, refresh_token: str) -> None:
        """Revoke it, and with it the access tokens that were made with it."""
        with suppress(NothingToTell), meaning(errors.REVOKE):
            self._client().revoke_token(ClientId=self._client_id, Token=refresh_token)

    def _prove_password(self, wanted: SignIn) -> Answer:
        with meaning(errors.PASSWORD):
            return self._client().admin_initiate_auth(
                UserPoolId=self._pool_id,
                ClientId=self._client_id,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": wanted.email, "PASSWORD": wanted.password},
            )

    def _meet_challenge(self, wanted: SignIn, asked: Answer) -> Answer:
        """Answer what the pool asks for beyond the password.

        By the name that it has for the user: here an address would be refused.
        https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
        """
        username = asked["ChallengeParameters"].get("USER_ID_FOR_SRP", wanted.email)
        proof = _proof(asked["ChallengeName"], wanted)
        with meaning(errors.CHALLENGE):
            return self._client().admin_respond_to_auth_challenge(
                UserPoolId=self._pool_id,
                ClientId=self._client_id,
                ChallengeName=asked["ChallengeName"],
                ChallengeResponses={"USERNAME": username, **proof},
                Session=asked["Session"],
            )


class CognitoPasswordResets:
    """`PasswordResets` in one user pool."""

    def __init__(self, client: Client, client_id: str) -> None:
        self._client = client
        self._client_id = client_id

    def begin(self, email: str) -> None:
        """Mail a code to this address, if it is that of an account."""
        with suppress(NothingToTell), meaning(errors.MAIL):
            self._client().forgot_password(ClientId=self._client_id, Username=email)

    def confirm(self, reset: PasswordReset) -> None:
        """Let the account have another password."""
        with meaning(errors.CODE):
            self._client().confirm_forgot_password(
                ClientId=self._client_id,
                Username=reset.email,
                ConfirmationCode=reset.code,
                Password=reset.new_password,
            )


def _proof(challenge: str, wanted: SignIn) -> dict[str, str]:
    """What answers this challenge."""
    if challenge == "NEW_PASSWORD_REQUIRED":
        if wanted.new_password is None:
            raise NewPasswordRequired
        return {"NEW_PASSWORD": wanted.new_password}
    if challenge == "SOFTWARE_TOKEN_MFA":
        if wanted.mfa_code is None:
            raise MfaCodeRequired
        return {"SOFTWARE_TOKEN_MFA_CODE": wanted.mfa_code}
    log.error("a sign-in met the challenge %s, which the user pool is not set to ask", challenge)
    raise ServiceUnavailable


def _tokens(result: Mapping[str, Any], refresh_token: str) -> Tokens:
    """Tokens as they are answered; a refresh makes no other refresh token."""
    return Tokens(
        id_token=result["IdToken"],
        access_token=result["AccessToken"],
        refresh_token=result.get("RefreshToken", refresh_token),
        expires_in=result["ExpiresIn"],
    )
