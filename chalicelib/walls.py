"""Use cases of walls: screens that show the photos of an album, and their host who leads them."""

from dataclasses import replace

from chalicelib import album_news, albums
from chalicelib.album import Album
from chalicelib.people import User
from chalicelib.ports import Services
from chalicelib.wall_answers import WallState
from chalicelib.wall_inputs import WallControl


def lead_walls(services: Services, user: User, album_id: str, wanted: WallControl) -> WallState:
    """Let all walls of the album pause or go on, faster or slower, or show the next photo now.

    Raises:
        AlbumNotFound, AlbumBusy
    """

    def changed(album: Album) -> Album:
        return replace(
            album,
            wall_paused=album.wall_paused if wanted.paused is None else wanted.paused,
            wall_seconds=wanted.seconds or album.wall_seconds,
        )

    album = albums.save_album(services, user, album_id, changed)
    if wanted.goes_on:
        album_news.next_requested(services, album)
    return WallState(album.album_id, album.wall_paused, album.wall_seconds)
