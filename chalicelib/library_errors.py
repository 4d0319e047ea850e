"""What can go wrong with libraries, as facts; see `errors`."""

from chalicelib.errors import ScandropError


class CursorRefused(ScandropError):
    """The cursor was not made for this query of this user, was altered, or is too old."""

    message = "This page is not there any more. Please begin again, without the cursor."


class SizeNotFound(ScandropError):
    """Of this file no such size is made, or nothing is kept of it."""

    message = "This file has no such size. Its sizes are listed with it."


class PhotoNotReady(ScandropError):
    """The photo has arrived, and what is asked for is still to be made of it."""

    message = "This photo is still being made ready. Please try again in a moment."


class ChangeNotAllowed(ScandropError):
    """Whoever asks may see the photo, and may not change this of it."""

    message = "This is for somebody else to change: its owner, or the host of its album."


class PhotoChanged(Exception):
    """The stored photo is in another album by now, or is being deleted. Read it again."""
