"""What operators ask about health: a trigger as those of app.py, which registers it."""

from chalicelib import health, http, routing
from chalicelib.answers import DeepHealth
from chalicelib.settings import Settings
from chalicelib.wiring import services

settings = Settings.from_env()
routes = routing.Routes(__name__, settings.site_url)
users = routing.users(settings.user_pool_arn)


@routes.route("/health/deep", methods=["GET"], status=http.health_status, authorizer=users)
def read_deep_health() -> DeepHealth:
    """An operator asks for more than everybody may."""
    return health.check_deeply(services(), http.user_of(routes))
