"""Routes of exports: triggers as those of app.py, which registers them, and no decision."""

from http import HTTPStatus

from chalicelib import album_inputs, export_inputs, exports, http, routing
from chalicelib.export_answers import ExportView
from chalicelib.settings import Settings
from chalicelib.wiring import services

settings = Settings.from_env()
routes = routing.Routes(__name__, settings.site_url)
users = routing.users(settings.user_pool_arn)


@routes.route(
    "/albums/{album}/exports", methods=["POST"], status=HTTPStatus.ACCEPTED, authorizer=users
)
def request_export(album: str) -> ExportView:
    """A host wants to take an album away."""
    wanted, album_id = (
        export_inputs.export_request(http.json_object(routes)),
        album_inputs.album_id(album),
    )
    return exports.request_export(services(), http.user_of(routes), album_id, wanted)


@routes.route("/albums/{album}/exports/{export}", methods=["GET"], authorizer=users)
def read_export(album: str, export: str) -> ExportView:
    """A host asks how far it is, and for its files."""
    album_id, export_id = album_inputs.album_id(album), export_inputs.export_id(export)
    return exports.read_export(services(), http.user_of(routes), album_id, export_id)
