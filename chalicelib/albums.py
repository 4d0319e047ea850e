"""Use cases of hosts: make albums, see them, change them, delete them; and who may do what there.

What one may not see is answered as if it did not exist.
"""

import logging
from collections.abc import Callable
from dataclasses import replace

from chalicelib import album_links, album_news, limits, qr, races, webhooks
from chalicelib.album import Album, new_code
from chalicelib.album_answers import AlbumPage, AlbumView, HostedAlbum
from chalicelib.album_errors import (
    AlbumBusy,
    AlbumChanged,
    AlbumNotEmpty,
    AlbumNotFound,
    HostRequired,
)
from chalicelib.album_inputs import AlbumChange, AlbumsRequest, require_window
from chalicelib.errors import InvalidRequest
from chalicelib.export_keys import album_prefix
from chalicelib.people import User
from chalicelib.ports import Services
from chalicelib.webhook_inputs import require_public

log = logging.getLogger(__name__)


def may_see_album(user: User, album: Album) -> bool:
    """Whether this user may see the album, with every photo in it, and change it."""
    return user.is_operator or (user.is_host and user.user_id == album.owner_id)


def may_use_album(user: User, album: Album) -> bool:
    """Whether this user may put photos of his library into the album.

    Others come with its code, as everybody does: being signed in opens nobody's album.
    """
    return may_see_album(user, album)


def require_album(services: Services, user: User, album_id: str) -> Album:
    """The album, if there is one that this user may see; raises AlbumNotFound."""
    album = services.albums.load(album_id)
    if album is None or not may_see_album(user, album):
        raise AlbumNotFound
    return album


def create_album(services: Services, user: User, wanted: AlbumChange) -> HostedAlbum:
    """Make an album of this host.

    Raises:
        HostRequired
        InvalidRequest: it would close before it opens, or tell who is not in public.
    """
    _require_host(user)
    _require_webhook(services, wanted)
    album = Album(
        album_id=services.new_id(),
        code=new_code(),
        owner_id=user.user_id,
        created_at=services.clock(),
        gallery_key=services.new_token(),
        **wanted.values,
    )
    require_window(album)
    # Before it is made: this may fail, and who tries again would have two.
    told = _told(services, user, album)
    services.albums.create(album)
    log.info("album %s created", album.album_id)
    return told


def list_albums(services: Services, user: User, asked: AlbumsRequest) -> AlbumPage:
    """A page of the user's own albums; an operator sees everybody's, or those of one owner.

    Raises:
        InvalidRequest: `after` is no album that the page before could have ended with.
    """
    owner_id = asked.owner_id if user.is_operator else user.user_id
    if not user.is_operator and (not user.is_host or asked.owner_id not in (None, owner_id)):
        return AlbumPage((), None)
    after = None if asked.after is None else _last(services, asked.after, owner_id)
    albums = services.albums.page(owner_id, after)
    full = len(albums) == limits.ALBUMS_PER_PAGE
    views = tuple(AlbumView.of(album) for album in albums)
    return AlbumPage(views, albums[-1].album_id if full else None)


def read_album(services: Services, user: User, album_id: str) -> HostedAlbum:
    """The album; raises AlbumNotFound."""
    return _told(services, user, require_album(services, user, album_id))


def change_album(services: Services, user: User, album_id: str, wanted: AlbumChange) -> HostedAlbum:
    """Change what its host says of it, and perhaps its links: those told before open nothing then.

    Raises:
        AlbumNotFound, AlbumBusy
        InvalidRequest: it would close before it opens, or tell who is not in public.
    """
    _require_webhook(services, wanted)
    code = new_code() if wanted.new_code else None
    key = services.new_token() if wanted.new_gallery_link else None

    def changed(album: Album) -> Album:
        renewed = replace(album, code=code or album.code, gallery_key=key or album.gallery_key)
        after = replace(renewed, **wanted.values)
        require_window(after)
        return after

    return _told(services, user, save_album(services, user, album_id, changed))


def delete_album(services: Services, user: User, album_id: str) -> AlbumView:
    """Delete an album without photos, and its export. The keys of its kiosks open nothing then.

    Raises:
        AlbumNotFound, AlbumNotEmpty, AlbumBusy
    """
    for _ in races.tries(services):
        album = require_album(services, user, album_id)
        lapsed = album.lapsed(services.clock())
        if album.photo_count > len(lapsed):
            raise AlbumNotEmpty
        if lapsed:
            some = dict(list(lapsed.items())[: limits.LAPSED_AT_ONCE])
            services.albums.free_lapsed(album_id, some)
            continue
        # First, as nobody would find them without the album. What has been exported is gone, too.
        services.exports.erase(album_prefix(album_id))
        try:
            services.albums.delete(album)
        except AlbumChanged:
            continue
        log.info("album %s deleted", album_id)
        return AlbumView.of(album)
    raise AlbumBusy


def save_album(
    services: Services, user: User, album_id: str, change: Callable[[Album], Album]
) -> Album:
    """Apply a change to the album as it is now; `change` may be called several times.

    Raises:
        AlbumNotFound
        AlbumBusy: others kept being first.
        whatever `change` raises
    """
    for _ in races.tries(services):
        before = require_album(services, user, album_id)
        after = change(before)
        if after == before:
            return before
        try:
            stored = services.albums.replace(before, after)
        except AlbumChanged:
            continue
        album_news.album_changed(services, before, stored)
        return stored
    raise AlbumBusy


def _told(services: Services, user: User, album: Album) -> HostedAlbum:
    site_url = services.settings.site_url
    join_url = album_links.join_url(site_url, album)
    return HostedAlbum(
        **vars(AlbumView.of(album)),
        webhook_secret=webhooks.secret_of(services, user, album),
        join_url=join_url,
        join_qr_svg=qr.svg(join_url),
        gallery_url=album_links.gallery_url(site_url, album),
    )


def _require_webhook(services: Services, wanted: AlbumChange) -> None:
    if not services.settings.private_webhooks:
        require_public(wanted.values)


def _require_host(user: User) -> None:
    if not (user.is_host or user.is_operator):
        raise HostRequired


def _last(services: Services, album_id: str, owner_id: str | None) -> Album:
    """The album that a page ended with; an id that is no such album tells nothing of itself."""
    album = services.albums.load(album_id)
    if album is None or owner_id not in (None, album.owner_id):
        raise InvalidRequest("after is not the end of a page. Please list from the beginning.")
    return album
