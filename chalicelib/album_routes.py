"""Routes of albums and kiosks: triggers as those of app.py, which registers them, and no decision.

API Gateway knows one name for what stands at a place of a path: `album` is an album's id, and what
a guest joins by, its code.
"""

from http import HTTPStatus

from chalicelib import album_answers as answers
from chalicelib import album_inputs as inputs
from chalicelib import albums, gallery, http, joining, kiosks, numbers, routing
from chalicelib.gallery_answers import GalleryPage
from chalicelib.gallery_inputs import gallery_request
from chalicelib.settings import Settings
from chalicelib.wiring import services

settings = Settings.from_env()
routes = routing.Routes(__name__, settings.site_url)
users = routing.users(settings.user_pool_arn)


@routes.route("/albums", methods=["POST"], status=HTTPStatus.CREATED, authorizer=users)
def create_album() -> answers.HostedAlbum:
    """A host makes an album."""
    wanted = inputs.new_album(http.json_object(routes))
    return albums.create_album(services(), http.user_of(routes), wanted)


@routes.route("/albums", methods=["GET"], authorizer=users)
def list_albums() -> answers.AlbumPage:
    """A host looks at his albums, an operator at everybody's."""
    asked = inputs.albums_request(http.query(routes))
    return albums.list_albums(services(), http.user_of(routes), asked)


@routes.route("/albums/{album}", methods=["GET"], authorizer=users)
def read_album(album: str) -> answers.HostedAlbum:
    """A host looks at one of them."""
    return albums.read_album(services(), http.user_of(routes), inputs.album_id(album))


@routes.route("/albums/{album}", methods=["PATCH"], authorizer=users)
def change_album(album: str) -> answers.HostedAlbum:
    """A host says something else of it."""
    wanted, album_id = inputs.album_change(http.json_object(routes)), inputs.album_id(album)
    return albums.change_album(services(), http.user_of(routes), album_id, wanted)


@routes.route("/albums/{album}", methods=["DELETE"], authorizer=users)
def delete_album(album: str) -> answers.AlbumView:
    """A host removes an empty one."""
    return albums.delete_album(services(), http.user_of(routes), inputs.album_id(album))


@routes.route("/albums/{album}/numbers", methods=["GET"], authorizer=users)
def count_photos(album: str) -> answers.AlbumNumbers:
    """A host wants to know how it goes."""
    asked = inputs.numbers_request(album, http.query(routes))
    return numbers.count_photos(services(), http.user_of(routes), asked)


@routes.route("/albums/{album}/join", methods=["POST"], status=HTTPStatus.CREATED)
def join_album(album: str) -> answers.JoinedAlbum:
    """A guest has scanned its code."""
    wanted = inputs.join_request(album, http.json_object(routes))
    return joining.join_album(services(), wanted)


@routes.route("/albums/{album}/gallery", methods=["GET"])
def open_gallery(album: str) -> GalleryPage:
    """A guest looks at its photos."""
    wanted = gallery_request(album, http.query(routes), http.headers(routes))
    return gallery.open_gallery(services(), wanted)


@routes.route("/kiosks", methods=["POST"], status=HTTPStatus.CREATED, authorizer=users)
def enrol_kiosk() -> answers.EnrolledKiosk:
    """A host makes a screen one of his album's."""
    album_id, name = inputs.new_kiosk(http.json_object(routes))
    return kiosks.enrol_kiosk(services(), http.user_of(routes), album_id, name)


@routes.route("/kiosks", methods=["GET"], authorizer=users)
def list_kiosks() -> answers.Kiosks:
    """A host looks at the screens of an album."""
    return kiosks.list_kiosks(services(), http.user_of(routes), inputs.album_of(http.query(routes)))


@routes.route("/kiosks/{kiosk_id}", methods=["DELETE"], authorizer=users)
def remove_kiosk(kiosk_id: str) -> answers.Kiosks:
    """A host takes a screen's key away."""
    album_id, kiosk = inputs.album_of(http.query(routes)), inputs.kiosk_id(kiosk_id)
    return kiosks.remove_kiosk(services(), http.user_of(routes), album_id, kiosk)
