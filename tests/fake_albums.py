"""Albums and secrets in memory: part of `tests/fakes.py`, and as that says."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib import limits
from chalicelib.album import Album
from chalicelib.album_errors import AlbumChanged
from chalicelib.errors import ServiceUnavailable


class MemoryAlbumStore:
    """`AlbumStore` in a dict."""

    def __init__(self) -> None:
        self._albums: dict[str, Album] = {}

    def __len__(self) -> int:
        return len(self._albums)

    def __contains__(self, album_id: object) -> bool:
        return album_id in self._albums

    def __getitem__(self, album_id: str) -> Album:
        return self._albums[album_id]

    def create(self, album: Album) -> None:
        if album.album_id in self._albums:
            raise ServiceUnavailable
        self._albums[album.album_id] = album

    def load(self, album_id: str) -> Album | None:
        return self._albums.get(album_id)

    def find(self, code: str) -> Album | None:
        return next((each for each in self._albums.values() if each.code == code), None)

    def page(self, owner_id: str | None, after: Album | None) -> tuple[Album, ...]:
        found = [each for each in self._albums.values() if owner_id in (None, each.owner_id)]
        found.sort(key=_order)
        later = [each for each in found if after is None or _order(each) > _order(after)]
        return tuple(later[: limits.ALBUMS_PER_PAGE])

    def replace(self, before: Album, after: Album) -> Album:
        stored = self._albums.get(before.album_id)
        if stored is None or stored.version != before.version:
            raise AlbumChanged
        # What others count meanwhile stays.
        self._albums[before.album_id] = replace(
            after,
            version=before.version + 1,
            photo_count=stored.photo_count,
            held=stored.held,
        )
        return replace(after, version=before.version + 1)

    def delete(self, album: Album) -> None:
        stored = self._albums.get(album.album_id)
        if stored is None or stored.version != album.version or stored.photo_count:
            raise AlbumChanged
        del self._albums[album.album_id]

    def take_place(self, album_id: str, photo_id: str, until: int) -> bool:
        album = self._albums.get(album_id)
        if album is None or photo_id in album.held or album.photo_count >= album.max_photos:
            return False
        return self._count(album, {**album.held, photo_id: until}, 1)

    def hold_place(self, album_id: str, photo_id: str, until: int) -> bool:
        album = self._albums.get(album_id)
        if album is None or photo_id not in album.held:
            return False
        return self._count(album, {**album.held, photo_id: until}, 0)

    def settle_place(self, album_id: str, photo_id: str) -> bool:
        return self._without(album_id, [photo_id], 0)

    def free_place(self, album_id: str, photo_id: str) -> bool:
        return self._without(album_id, [photo_id], -1)

    def free_lapsed(self, album_id: str, places: Mapping[str, int]) -> bool:
        album = self._albums.get(album_id)
        if album is None or any(album.held.get(key) != until for key, until in places.items()):
            return False
        return self._without(album_id, list(places), -len(places))

    def count(self, album_id: str, held: Mapping[str, int], difference: int) -> None:
        """So many places more, these of them by name: what `PhotoPlacement` says."""
        self._count(self._albums[album_id], held, difference)

    def _without(self, album_id: str, photo_ids: list[str], difference: int) -> bool:
        album = self._albums.get(album_id)
        if album is None or any(photo_id not in album.held for photo_id in photo_ids):
            return False
        rest = {key: until for key, until in album.held.items() if key not in photo_ids}
        return self._count(album, rest, difference)

    def _count(self, album: Album, held: Mapping[str, int], difference: int) -> bool:
        count = album.photo_count + difference
        self._albums[album.album_id] = replace(album, held=held, photo_count=count)
        return True


def _order(album: Album) -> tuple[int, str]:
    return album.created_at, album.album_id


class MemorySecrets:
    """`Secrets` in a list, the newest first."""

    def __init__(self, *secrets: bytes) -> None:
        self.secrets = list(secrets or (b"the secret of all tests, 32 bytes",))

    def live(self) -> tuple[bytes, ...]:
        return tuple(self.secrets)

    def rotate(self, secret: bytes) -> None:
        """What `make rotate-secret` does, when every process has read it."""
        self.secrets = [secret, *self.secrets][:2]
