"""Routes of accounts: triggers as those of app.py, which registers them, and no decision."""

from http import HTTPStatus

from chalicelib import account_inputs as inputs
from chalicelib import accounts, http, routing
from chalicelib.account_answers import Account, Mailbox, SignedOut, Tokens
from chalicelib.settings import Settings
from chalicelib.wiring import services

settings = Settings.from_env()
routes = routing.Routes(__name__, settings.site_url)
users = routing.users(settings.user_pool_arn)


@routes.route("/auth/signup", methods=["POST"], status=HTTPStatus.ACCEPTED)
def sign_up() -> Mailbox:
    """Somebody wants an account."""
    return accounts.sign_up(services(), inputs.sign_up(http.json_object(routes)))


@routes.route("/auth/verify", methods=["POST"])
def confirm_sign_up() -> Mailbox:
    """Somebody has got the code of their new account."""
    return accounts.confirm_sign_up(services(), inputs.confirmation(http.json_object(routes)))


@routes.route("/auth/signin", methods=["POST"])
def sign_in() -> Tokens:
    """Somebody signs in."""
    return accounts.sign_in(services(), inputs.sign_in(http.json_object(routes)))


@routes.route("/auth/refresh", methods=["POST"])
def refresh_tokens() -> Tokens:
    """Somebody stays signed in."""
    return accounts.refresh(services(), inputs.refresh_token(http.json_object(routes)))


@routes.route("/auth/signout", methods=["POST"])
def sign_out() -> SignedOut:
    """Somebody signs out."""
    return accounts.sign_out(services(), inputs.refresh_token(http.json_object(routes)))


@routes.route("/auth/forgot-password", methods=["POST"], status=HTTPStatus.ACCEPTED)
def forget_password() -> Mailbox:
    """Somebody does not know their password any more."""
    return accounts.forget_password(services(), inputs.email(http.json_object(routes)))


@routes.route("/auth/confirm-forgot-password", methods=["POST"])
def reset_password() -> Mailbox:
    """Somebody has got the code for another password."""
    return accounts.reset_password(services(), inputs.password_reset(http.json_object(routes)))


@routes.route("/auth/me", methods=["GET"], authorizer=users)
def read_account() -> Account:
    """Somebody asks as whom they are signed in."""
    return accounts.describe(http.user_of(routes))
