"""Links into albums, for those who have no account. Pure.

What lets somebody in stands behind the `#`: there it is in no log of the site, and in no Referer.
"""

from chalicelib.album import Album


def join_url(site_url: str, album: Album) -> str:
    """The phone page, by which guests send photos; what is printed as a QR code."""
    return f"{site_url}/phone.html#join={album.code}"
