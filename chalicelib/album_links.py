"""Links into albums, for those who have no account. Pure.

What lets somebody in stands behind the `#`: there it is in no log of the site, and in no Referer.
"""

from chalicelib.album import Album, Guests


def join_url(site_url: str, album: Album) -> str:
    """The phone page, by which guests send photos; what is printed as a QR code."""
    return f"{site_url}/phone.html#join={album.code}"


def gallery_url(site_url: str, album: Album) -> str | None:
    """The page on which guests see photos; None: they see none."""
    if album.gallery_key is None or album.guests is Guests.NOTHING:
        return None
    return f"{site_url}/gallery.html#album={album.album_id}&key={album.gallery_key}"
