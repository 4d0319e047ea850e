"""Use cases of kiosks: enrol one for an album, see them, remove one; whose key opens sessions."""

import logging

from chalicelib import album_news, albums, kiosk_keys, qr
from chalicelib.album import Album, Kiosk
from chalicelib.album_answers import EnrolledKiosk, Kiosks, KioskView
from chalicelib.album_errors import KioskKeyRefused, KioskKeyRequired
from chalicelib.kiosk_keys import KioskKey
from chalicelib.people import User
from chalicelib.ports import Services

log = logging.getLogger(__name__)


def enrol_kiosk(services: Services, user: User, album_id: str, name: str) -> EnrolledKiosk:
    """A new kiosk of the album, and its key, which is told here and never again.

    Raises:
        AlbumNotFound, KioskLimitReached, AlbumBusy
    """
    now = services.clock()
    kiosk = Kiosk(services.new_id(), name, now)
    # First of all, because it may fail: a kiosk that nobody has the key of helps nobody.
    live = services.secrets.live()
    album = albums.save_album(services, user, album_id, lambda found: found.with_kiosk(kiosk))
    key = kiosk_keys.signed(KioskKey(kiosk.kiosk_id, album.album_id), live, now)
    log.info("kiosk %s of album %s enrolled", kiosk.kiosk_id, album.album_id)
    # Behind the `#`, it stays out of the site's logs and out of every Referer header.
    kiosk_url, wall_url = (
        f"{services.settings.site_url}/{page}.html#key={key}" for page in ("index", "wall")
    )
    return EnrolledKiosk(
        kiosk_id=kiosk.kiosk_id,
        album_id=album.album_id,
        name=kiosk.name,
        created_at=kiosk.created_at,
        kiosk_key=key,
        enrolment_url=kiosk_url,
        qr_svg=qr.svg(kiosk_url),
        wall_url=wall_url,
        wall_qr_svg=qr.svg(wall_url),
    )


def list_kiosks(services: Services, user: User, album_id: str) -> Kiosks:
    """All kiosks of the album, the oldest first; raises AlbumNotFound."""
    album = albums.require_album(services, user, album_id)
    ordered = sorted(album.kiosks.values(), key=lambda each: (each.created_at, each.kiosk_id))
    return Kiosks(tuple(KioskView.of(album, kiosk) for kiosk in ordered))


def remove_kiosk(services: Services, user: User, album_id: str, kiosk_id: str) -> Kiosks:
    """Remove a kiosk: its key opens nothing from the next request on. Tell which ones are left.

    Raises:
        AlbumNotFound, KioskNotFound, AlbumBusy
    """
    had_it: list[Album] = []

    def remove(found: Album) -> Album:
        if had_it and kiosk_id not in found.kiosks:
            # Removed since, by our own write if its answer was lost: its screen is told either way.
            return found
        after = found.without_kiosk(kiosk_id)
        had_it.append(found)
        return after

    albums.save_album(services, user, album_id, remove)
    album_news.kiosk_removed(services, album_id, kiosk_id)
    log.info("kiosk %s of album %s removed", kiosk_id, album_id)
    return list_kiosks(services, user, album_id)


def album_of_key(services: Services, text: str | None) -> str | None:
    """The album of the sessions that the holder of this key opens; without one, all kiosks'.

    The album itself is asked, with strong consistency: who was removed there is out at once.

    Raises:
        KioskKeyRequired: there is none, and here there must be.
        KioskKeyRefused: it is not genuine, or was removed; which of them, nobody is told.
        AlbumClosed, AlbumFull: it is, and no photo would be taken.
    """
    if text is None:
        if services.settings.kiosk_keys_required:
            raise KioskKeyRequired
        return services.settings.album_id
    album, _ = album_of_wall(services, text)
    now = services.clock()
    album.require_open(now)
    album.require_room(now)
    return album.album_id


def album_of_wall(services: Services, text: str | None) -> tuple[Album, str]:
    """The album that the holder of this key may show, at any time, and the id of the kiosk.

    Raises:
        KioskKeyRequired: there is no key.
        KioskKeyRefused: as above.
    """
    if text is None:
        raise KioskKeyRequired
    key = kiosk_keys.verified(text, services.secrets.live(), services.clock())
    return require_kiosk(services.albums.load(key.album_id), key.kiosk_id), key.kiosk_id


def require_kiosk(album: Album | None, kiosk_id: str | None) -> Album:
    """The album, if it has this kiosk; raises KioskKeyRefused."""
    if album is None or kiosk_id not in album.kiosks:
        raise KioskKeyRefused
    return album
