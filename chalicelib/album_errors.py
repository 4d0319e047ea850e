"""What can go wrong with albums, their kiosks and exports, as facts; see `errors`."""

from chalicelib.errors import ScandropError


class HostRequired(ScandropError):
    """Only hosts may do this."""

    message = "Only hosts can do this. Ask whoever runs this site to make you one."


class AlbumNotFound(ScandropError):
    """No album has this id or code, or not one for whoever asks."""

    message = "There is no such album. Please scan its code again, or ask your host for it."


class AlbumClosed(ScandropError):
    """It is not the time in which the album takes photos."""

    message = "This album takes no photos at this time."

    def __init__(self, opens_at: int | None = None, closed_at: int | None = None) -> None:
        super().__init__()
        #: When it will open, or when it has closed; in epoch seconds.
        times = {"opensAt": opens_at, "closedAt": closed_at}
        self.facts = {name: at for name, at in times.items() if at is not None}


class AlbumFull(ScandropError):
    """The album has as many photos as it takes."""

    message = "This album is full. Please tell your host."


class AlbumNotEmpty(ScandropError):
    """The album has photos, or some are on their way."""

    message = "This album has photos in it, or on their way. Delete them first."


class AlbumBusy(ScandropError):
    """Too many writers raced for one album."""

    message = "This album is being changed. Please try again in a moment."
    retry_after = 1


class GalleryKeyRefused(ScandropError):
    """The key opens no gallery: there is none such, or its link was replaced."""

    message = "This link does not work any more. Please ask your host for a new one."


class GalleryClosed(ScandropError):
    """The album's guests see nothing of it, for now."""

    message = "Your host does not show the photos of this album at the moment."


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


class ExportNotFound(ScandropError):
    """The album has no such export, or not any more."""

    message = "This export is not there any more. Please ask for a new one."


class ExportRunning(ScandropError):
    """Another export of the album is being made."""

    message = "Another export of this album is being made. Please wait until it is done."


class AlbumChanged(Exception):
    """Another writer was first, or the album is gone. Read it again."""
