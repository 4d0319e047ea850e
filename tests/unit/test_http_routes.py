"""What all routes have in common, and who is signed in there."""

import json
from http import HTTPStatus
from typing import Any

import pytest

from chalicelib import errors, http
from chalicelib.messages import Pong
from chalicelib.people import Group, User
from tests.asked import asked
from tests.fakes import START

# Who is signed in


def test_the_user_is_who_the_authorizer_has_verified() -> None:
    claims = {"sub": "ada", "token_use": "id", "cognito:groups": "host"}
    app = asked(context={"authorizer": {"claims": claims}})
    assert http.user_of(app) == User("ada", frozenset({Group.HOST}))


@pytest.mark.parametrize(
    "context", [{}, {"authorizer": None}, {"authorizer": {}}, {"authorizer": {"claims": {}}}]
)
def test_where_no_authorizer_has_looked_nobody_is_signed_in(context: dict[str, Any]) -> None:
    """A route that lacks its authorizer refuses everybody, and lets in nobody."""
    with pytest.raises(errors.SignInRequired):
        http.user_of(asked(context=context))


def test_what_a_client_says_of_itself_signs_nobody_in() -> None:
    claims = json.dumps({"claims": {"sub": "ada", "token_use": "id"}})
    app = asked(headers={"authorizer": claims, "Authorization": "Bearer x"})
    with pytest.raises(errors.SignInRequired):
        http.user_of(app)


# Routes


def test_every_route_is_for_the_sites_pages_and_takes_any_type() -> None:
    app = http.Api("tests", "https://photos.example.org")

    @app.route("/x/{name}", methods=["POST"], status=HTTPStatus.CREATED)
    def view(name: str) -> Pong:
        return Pong(name, START)

    entry = app.routes["/x/{name}"]["POST"]
    assert entry.content_types == ["*/*"]
    allowed = entry.cors.get_access_control_headers()
    assert allowed["Access-Control-Allow-Origin"] == "https://photos.example.org"
    assert view("a").status_code == HTTPStatus.CREATED


def test_a_route_answers_200_unless_it_says_otherwise() -> None:
    app = http.Api("tests", "https://photos.example.org")

    @app.route("/x", methods=["GET"])
    def view() -> None:
        return None

    @app.route("/y", methods=["GET"], status=lambda _: HTTPStatus.ACCEPTED)
    def other() -> None:
        return None

    assert (view().status_code, other().status_code) == (HTTPStatus.OK, HTTPStatus.ACCEPTED)
