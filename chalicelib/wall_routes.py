"""Routes of walls: triggers as those of app.py, which registers them, and no decision."""

from chalicelib import album_channel, http, routing, walls
from chalicelib.album_inputs import album_id as known_form
from chalicelib.settings import Settings
from chalicelib.wall_answers import ListeningToken, WallPage, WallState
from chalicelib.wall_inputs import wall_control, wall_request
from chalicelib.wiring import services

settings = Settings.from_env()
routes = routing.Routes(__name__, settings.site_url)
users = routing.users(settings.user_pool_arn)


@routes.route("/wall", methods=["GET"])
def read_wall() -> WallPage:
    """A wall asks what it may show, or a kiosk what it may while it waits."""
    return walls.read_wall(services(), wall_request(http.query(routes), http.headers(routes)))


@routes.route("/albums/{album}/wall", methods=["POST"], authorizer=users)
def lead_walls(album: str) -> WallState:
    """A host pauses the walls of an album, lets them go on, or wants the next photo."""
    wanted, album_id = wall_control(http.json_object(routes)), known_form(album)
    return walls.lead_walls(services(), http.user_of(routes), album_id, wanted)


@routes.route("/albums/{album}/listen", methods=["POST"], authorizer=users)
def let_listen(album: str) -> ListeningToken:
    """A host's page wants to hear what happens in an album."""
    http.json_object(routes)
    return album_channel.let_listen(services(), http.user_of(routes), known_form(album))
