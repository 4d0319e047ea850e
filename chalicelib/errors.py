"""What can go wrong, as facts.

The class name is the `Code` that clients see, the text of the instance its `Message`: a sentence
that a person can act on. Nothing here knows HTTP; `http.STATUS` maps each class to a status.
"""


class ScandropError(Exception):
    """Base of every refusal. Never raised itself."""

    #: Text when the raiser has nothing more precise to say.
    message = "That did not work. Please try again."

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

    message = "This is not a photo we can show. JPEG, PNG, WebP, GIF, HEIC and AVIF work."


class PreviewRefused(ScandropError):
    """The small picture of a photo that is on its way cannot be shown. The photo may well be."""

    message = "This preview cannot be shown. Send the photo; it will be shown when it is there."


class HostRequired(ScandropError):
    """Only hosts may do this."""

    message = "Only hosts can do this. Ask whoever runs this site to make you one."


class AlbumNotFound(ScandropError):
    """No album has this id or code, or not one for whoever asks."""

    message = "There is no such album. Please scan its code again, or ask your host for it."


class AlbumClosed(ScandropError):
    """It is not the time in which the album takes photos."""

    message = "This album takes no photos at this time."


class AlbumFull(ScandropError):
    """The album has as many photos as it takes."""

    message = "This album is full. Please tell your host."


class AlbumNotEmpty(ScandropError):
    """The album has photos, or some are on their way."""

    message = "This album has photos in it, or on their way. Delete them first."


class AlbumBusy(ScandropError):
    """Too many writers raced for one album."""

    message = "This album is being changed. Please try again in a moment."


class KioskNotFound(ScandropError):
    """No kiosk of an album of whoever asks has this id."""

    message = "There is no such kiosk."


class KioskLimitReached(ScandropError):
    """The album has as many kiosks as it takes."""

    message = "This album has all the kiosks that it may have. Remove one first."


class KioskKeyRequired(ScandropError):
    """Only kiosks with a key open sessions here, and none came with the request."""

    message = "This screen is not set up yet. Open the link that your host has made for it."


class KioskKeyRefused(ScandropError):
    """The key opens nothing: for one reason or another, which is nobody's business."""

    message = "This screen's key is not valid any more. Ask your host for a new link."


class SessionBusy(ScandropError):
    """Too many writers raced for one session."""

    message = "This code is busy. Please try again in a moment."


class ServiceUnavailable(ScandropError):
    """Something that we depend on did not answer, or not as it should."""

    message = "The service is away for a moment. Please try again."


class SessionChanged(Exception):
    """Another writer was first: the stored session is not the one that was read. Read again."""


class AlbumChanged(Exception):
    """Another writer was first, or the album is gone. Read it again."""


class ConnectionGone(Exception):
    """This socket is closed and will not come back."""


class IllegalTransition(Exception):
    """A state would move backwards: a defect in the caller."""
