"""What the HTTP API answers about accounts: the shapes of docs/openapi.yaml. Pure."""

from dataclasses import dataclass, field

from chalicelib.people import Group


@dataclass(frozen=True)
class Account:
    """Somebody who is signed in, as they may see themselves."""

    user_id: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Mailbox:
    """The address that something was done about. Whether there is an account, it does not tell."""

    email: str


@dataclass(frozen=True)
class Tokens:
    """What somebody is signed in with. None of it is in the text of this value."""

    #: For our routes.
    id_token: str = field(repr=False)
    #: For Cognito's own, such as those that set up an authenticator app.
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    #: Seconds until the first two have to be refreshed.
    expires_in: int


@dataclass(frozen=True)
class SignedOut:
    """A refresh token is good for nothing any more. There is no more to say."""
