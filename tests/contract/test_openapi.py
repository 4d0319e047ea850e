"""docs/openapi.yaml describes the application: nothing is missing and nothing is left over.

That each answer keeps to it is asserted by `http_client.Api` with every request of the other tests.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from typing import Any

import openapi_spec_validator
import pytest
from chalice.app import Chalice

from chalicelib import (
    account_answers,
    album,
    album_answers,
    album_entry,
    answers,
    categories,
    client_messages,
    errors,
    library_answers,
    limits,
    messages,
    model,
    people,
    photo,
    photo_query,
    tokens,
)
from chalicelib.errors import ScandropError
from chalicelib.messages import to_wire
from chalicelib.statuses import STATUS
from infra.gateway_responses import RESPONSES
from tests.contract.http_contract import camel_case, contract

pytest_plugins = ["tests.contract.http_fixtures"]

#: What an HTTP route never answers: it refuses a WebSocket, or what comes by one.
WEBSOCKET_ONLY = {errors.OriginRefused, errors.PreviewRefused}

ANSWERS = (
    *(answers.RenditionView, answers.PhotoView),
    answers.Snapshot,
    answers.OpenedSession,
    answers.Limits,
    answers.UploadTicket,
    answers.MultipartUpload,
    *(answers.PartUrl, answers.Parts),
    messages.Replies,
    *(answers.Check, answers.Health, answers.DeepHealth),
    *(account_answers.Account, account_answers.Mailbox),
    *(account_answers.Tokens, account_answers.SignedOut),
    *(album_answers.AlbumView, album_answers.AlbumPage, album_answers.JoinedAlbum),
    *(album_answers.KioskView, album_answers.EnrolledKiosk, album_answers.Kiosks),
    photo.PhotoFacts,
    *(library_answers.LibraryPhoto, library_answers.LibraryPage, library_answers.ImageUrl),
    *(library_answers.Deletion, library_answers.Deletions),
)


def _leaves(kind: type[ScandropError] = ScandropError) -> Iterator[type[ScandropError]]:
    for child in kind.__subclasses__():
        yield from _leaves(child) if child.__subclasses__() else (child,)


def schema_of(name: str) -> dict[str, Any]:
    """The schema with what `allOf` adds to it."""
    schema: dict[str, Any] = dict(contract().schemas[name])
    for part in schema.get("allOf", ()):
        base = contract().resolved(part)
        schema["properties"] = {**base["properties"], **schema["properties"]}
        schema["required"] = [*base["required"], *schema["required"]]
    return schema


def test_it_is_valid_openapi() -> None:
    openapi_spec_validator.validate(contract().document)
    assert contract().document["openapi"].startswith("3.1.")


@pytest.fixture(scope="module")
def chalice_app(services: object) -> Chalice:
    from app import app

    return app


def test_each_route_is_described_and_each_description_has_its_route(chalice_app: Chalice) -> None:
    routed = set()
    for route, views in chalice_app.routes.items():
        routed |= {(method, camel_case(route)) for method in views}
        if any(view.cors for view in views.values()):
            routed.add(("OPTIONS", camel_case(route)))
    assert routed == {(method, path) for method, path, _ in contract().operations()}


def test_each_path_parameter_is_described(chalice_app: Chalice) -> None:
    for route, views in chalice_app.routes.items():
        described = contract().document["paths"][camel_case(route)].get("parameters", ())
        names = {each["name"] for each in described if each["in"] == "path"}
        assert names == {camel_case(arg) for view in views.values() for arg in view.view_args}


def test_each_refusal_has_a_status_and_no_other_has() -> None:
    assert set(STATUS) == set(_leaves())


def test_each_refusal_is_described_with_its_status() -> None:
    described = {
        (code, status)
        for method, path, _ in contract().operations()
        for code, status in contract().codes(method, path).items()
    }
    raised = {(kind.__name__, STATUS[kind].value) for kind in set(_leaves()) - WEBSOCKET_ONLY}
    assert described == raised


def test_each_message_in_an_example_is_the_one_we_send() -> None:
    sent = {kind.__name__: kind.message for kind in _leaves() if "message" in vars(kind)}
    sent["PhotoLimitReached"] = str(errors.PhotoLimitReached(limits.MAX_PHOTOS))
    sent["PhotoTooLarge"] = str(errors.PhotoTooLarge(limits.MAX_UPLOAD_BYTES))
    sent["RouteNotFound"] = RESPONSES["MISSING_AUTHENTICATION_TOKEN"].message
    shown = [value for _, value in contract().examples() if "Code" in value]
    for value in shown:
        if value["Code"] != "InvalidRequest":
            assert value["Message"] == sent[value["Code"]]


@pytest.mark.parametrize("kind", ANSWERS, ids=lambda kind: str(kind.__name__))
def test_the_keys_of_an_answer_are_described(kind: type[Any]) -> None:
    sent = {camel_case(part.name) for part in fields(kind)}
    schema = schema_of(kind.__name__)
    assert set(schema["properties"]) == sent
    # We send all of them always: what does not hold is null.
    assert set(schema["required"]) == sent


@pytest.mark.parametrize(
    "kind",
    [
        model.SessionStatus,
        photo.PhotoState,
        photo.Rejection,
        answers.CheckStatus,
        answers.HealthStatus,
        people.Group,
        album.Guests,
        album.Attract,
        album_entry.Visibility,
        photo_query.FileType,
        photo_query.ImageSize,
    ],
)
def test_the_values_of_an_enumeration_are_described(kind: type[StrEnum]) -> None:
    assert schema_of(kind.__name__)["enum"] == [each.value for each in kind]


def test_the_limits_are_described() -> None:
    parameters = contract().document["paths"]["/upload-url"]["get"]["parameters"]
    described = {each["name"]: each["schema"] for each in parameters}
    assert schema_of("PhotoType")["enum"] == list(limits.CONTENT_TYPES)
    assert schema_of("VideoType")["enum"] == list(limits.VIDEO_TYPES)
    others = set(categories.SUFFIXES) - set(limits.CONTENT_TYPES) - set(limits.VIDEO_TYPES)
    assert set(schema_of("OtherType")["enum"]) == others
    assert schema_of("UploadRequest")["properties"]["size"]["maximum"] == limits.MAX_VIDEO_BYTES
    assert schema_of("Parts")["properties"]["urls"]["maxItems"] == limits.PARTS_AT_ONCE
    assert schema_of("MultipartUpload")["properties"]["partCount"]["maximum"] == limits.MAX_PARTS
    assert described["size"]["maximum"] == limits.MAX_UPLOAD_BYTES
    assert described["filename"]["maxLength"] == limits.VALUE_CHARACTERS
    assert (
        schema_of("PhotoView")["properties"]["fileName"]["maxLength"] == limits.FILE_NAME_CHARACTERS
    )


def test_what_may_be_said_is_described() -> None:
    said = {
        schema_of(name)["properties"]["action"]["const"]: name for name in ("Shown", "Progress")
    }
    assert set(said) == set(client_messages.HTTP_ACTIONS)
    for action, name in said.items():
        kind = client_messages.ACTIONS[action]
        keys = {camel_case(part.name) for part in fields(kind)} - {"sessionId"}
        assert set(schema_of(name)["properties"]) == {"action"} | keys
    assert schema_of("Progress")["properties"]["uploads"]["maxItems"] == limits.PHOTOS_PER_MESSAGE


def test_renditions_are_described() -> None:
    described = schema_of("PhotoView")["properties"]["renditions"]
    names = [name.value for name in photo.RenditionName]
    assert described["required"] == list(described["properties"]) == names
    sides = {
        photo.RenditionName.LARGE: limits.MAX_SIDE_LARGE,
        photo.RenditionName.MEDIUM: limits.MAX_SIDE_MEDIUM,
        photo.RenditionName.THUMB: limits.MAX_SIDE_THUMB,
    }
    for name, side in sides.items():
        assert re.search(
            rf"`{name}`(?: has)? up to {side}\b", " ".join(described["description"].split())
        )


def test_ids_and_tokens_are_as_described() -> None:
    for made, name in ((tokens.new_id(), "Id"), (tokens.new_token(), "Token")):
        assert not contract().faults(contract().schemas[name], made)
        assert contract().faults(contract().schemas[name], made[:-1])


def test_the_examples_are_what_they_are_examples_of() -> None:
    examples = list(contract().examples())
    assert len(examples) > 20
    for schema, value in examples:
        assert not contract().faults(schema, value)


def test_each_part_is_used() -> None:
    """A part that nothing names was forgotten; `UnknownRoute` belongs to no path."""
    document = contract().document
    used = set(_references(document))
    for kind in ("schemas", "responses", "headers"):
        for name in document["components"][kind]:
            where = f"#/components/{kind}/{name}"
            assert where in used or name == "UnknownRoute", where


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(reference := part.get("$ref"), str):
            yield reference
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _references(each)


def test_what_is_sent_is_what_is_described() -> None:
    """`to_wire` spells keys as the test above takes it."""
    view = answers.Limits(1, 2, 3, 4, 6, max_preview_bytes=5, content_types=())
    assert to_wire(view) == {
        "maxPhotos": 1,
        "maxUploadBytes": 2,
        "maxPutBytes": 3,
        "maxVideoBytes": 4,
        "maxFileBytes": 6,
        "maxPreviewBytes": 5,
        "contentTypes": [],
    }
