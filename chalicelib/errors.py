"""What can go wrong, as facts.

The class name is the `Code` that clients see, the text of the instance its `Message`: a sentence
that a person can act on. Nothing here knows HTTP; `statuses.STATUS` maps each class to a status.
"""

from collections.abc import Mapping


class ScandropError(Exception):
    """Base of every refusal. Never raised itself."""

    #: Text when the raiser has nothing more precise to say.
    message = "That did not work. Please try again."
    #: Facts for programs that say it in words of their own, by their names on the wire.
    facts: Mapping[str, int] = {}
    #: Seconds after which the same request may be answered; None: never, or nobody knows.
    retry_after: int | None = None

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)

    @property
    def code(self) -> str:
        """The wire `Code`."""
        return type(self).__name__


class InvalidRequest(ScandropError):
    """The request is malformed. Nothing outside was asked or changed."""


class TokenRequired(ScandropError):
    """No bearer token came with the request."""

    message = "Send the session's token as Authorization: Bearer."


class TokenRefused(ScandropError):
    """The token is not one of this session, or not of the side that may do this."""

    message = "This token does not open this session."


class SignInRequired(ScandropError):
    """Nobody is signed in: no ID token came with the request, or it is not good any more."""

    message = "Please sign in, and send the ID token as Authorization: Bearer."


class SignUpClosed(ScandropError):
    """Accounts are made by invitation only."""

    message = "Accounts are made by invitation here. Please ask whoever runs this to invite you."


class PasswordRefused(ScandropError):
    """The password is none that we take for an account."""

    message = "A password has 14 to 256 characters, and neither begins nor ends with a space."


class SignInRefused(ScandropError):
    """No account is to be had with this: which of its reasons it is, nobody is told."""

    message = (
        "E-mail address and password do not fit, or the address is not confirmed yet. Check both, "
        "confirm the address, or ask for a new password."
    )


class OperatorRequired(ScandropError):
    """Only operators may know or do this."""

    message = "Only operators can do this. Ask whoever runs this site."


class NewPasswordRequired(ScandropError):
    """The password is right, and was lent: it has to be replaced."""

    message = "Please choose a password of your own, and send it as newPassword too."


class MfaCodeRequired(ScandropError):
    """The password is right, and the account has an authenticator app."""

    message = "Please send the code of your authenticator app as code too."


class CodeRefused(ScandropError):
    """The code is wrong, used or too old, or there is nothing that it is for."""

    message = (
        "This code does not fit, or not any more. Check it, ask for a new one, or wait an hour "
        "after many attempts."
    )


class TooManyRequests(ScandropError):
    """More is asked than we, or what we depend on, answer at once."""

    message = "Too many requests at once. Please wait a moment and try again."


class QuotaExceeded(ScandropError):
    """The user has begun to send as much as one may in a day."""

    message = "You have sent as many files as one may in a day. Please go on tomorrow."

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class OriginRefused(ScandropError):
    """The WebSocket was opened by a page of somebody else."""

    message = "Only the site's own pages may connect."


class PrefetchRefused(ScandropError):
    """A browser fetched ahead what must wait for a person."""

    message = "Open the page to upload; a prefetch does not claim the code."


class SessionNotFound(ScandropError):
    """No session has this id."""

    message = "This code is not known. Please scan the one on the screen."


class SessionExpired(ScandropError):
    """The session is over."""

    message = "This code has run out. Please get a new one at the screen."


class SessionClaimed(ScandropError):
    """Another phone was first."""

    message = "Another phone is using this code. Please get a new one at the screen."


class RequestIdReused(ScandropError):
    """The `requestId` stands for a file with other facts."""

    message = "This requestId was used for another file. Use a new one for each file."


class PhotoAlreadyStored(ScandropError):
    """The file is there: a success whose answer was lost, or too late to be taken back."""

    message = "This photo has already arrived."


class PhotoDuplicate(ScandropError):
    """The same bytes have arrived under another `requestId`."""

    message = "You have sent this photo already."


class PartsMissing(ScandropError):
    """Not all parts of the file are there, each in its size."""

    message = "Parts of this file have not arrived yet. Ask which ones have, and send the others."


class UploadGone(ScandropError):
    """What has come of this file in parts is not there any more."""

    message = "The parts of this file are gone. Please send it again."


class PhotoEmpty(ScandropError):
    """The announced size is 0 bytes."""

    message = "This file is empty. Please pick another photo."


class PhotoLimitReached(ScandropError):
    """The session has as many photos as it takes."""

    def __init__(self, max_photos: int) -> None:
        super().__init__(f"This code takes {max_photos} photos. Please get a new one for more.")
        #: How many photos a session takes.
        self.max_photos = max_photos


class PhotoNotFound(ScandropError):
    """The session has no such photo."""

    message = "There is no such photo here."


class PhotoTooLarge(ScandropError):
    """The announced size is over the limit."""

    def __init__(self, max_bytes: int, kind: str = "Photos") -> None:
        super().__init__(f"{kind} may have up to {max_bytes // 2**20} MB.")
        #: The limit, in bytes.
        self.max_bytes = max_bytes


class UnsupportedContentType(ScandropError):
    """The announced type is none of those that we take there."""

    message = "This type of file is not taken here. JPEG, PNG, WebP, GIF, HEIC and AVIF work."


class PreviewRefused(ScandropError):
    """The small picture of a photo that is on its way cannot be shown. The photo may well be."""

    message = "This preview cannot be shown. Send the photo; it will be shown when it is there."


class SessionBusy(ScandropError):
    """Too many writers raced for one session."""

    message = "This code is busy. Please try again in a moment."
    retry_after = 1


class ServiceUnavailable(ScandropError):
    """Something that we depend on did not answer, or not as it should."""

    message = "The service is away for a moment. Please try again."
    retry_after = 1


class SessionChanged(Exception):
    """Another writer was first: the stored session is not the one that was read. Read again."""


class ConnectionGone(Exception):
    """This socket is closed and will not come back."""


class IllegalTransition(Exception):
    """A state would move backwards: a defect in the caller."""
