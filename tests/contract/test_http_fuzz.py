"""Requests that schemathesis makes up from docs/openapi.yaml: no answer is a failure of ours.

Some hundreds in every run. For as many as you like:

    SCANDROP_FUZZ_REQUESTS=10000 make contract ARGS="-k fuzz --timeout 0"

With `SCANDROP_FUZZ_URL=http://127.0.0.1:8001/api` they go to a dev server that runs there.
"""

import json
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi import checks

from chalicelib import tokens
from chalicelib.ports import Services
from devserver.resources import MEDIA_BUCKET
from tests.contract import fuzz_albums
from tests.contract.http_client import Api
from tests.contract.http_contract import Answer, contract
from tests.contract.wsgi import InProcess
from tests.fakes import SITE
from tests.id_tokens import an_id_token
from tests.libraries import ADA, a_library_photo

pytest_plugins = ["tests.contract.http_fixtures"]
#: What chance ran through is not covered by a test; and the tracer would double its minute.
pytestmark = pytest.mark.no_cover

REQUESTS = int(os.environ.get("SCANDROP_FUZZ_REQUESTS", "2000"))
URL = os.environ.get("SCANDROP_FUZZ_URL")

#: API Gateway refuses requests whose line and headers are longer than 10,240 bytes, a dev server
#: shorter ones: what they answer then is not ours.
LINE_BYTES = 7000

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
OPERATIONS = [
    (method, path)
    for method, path, operation in contract().operations()
    if method != "OPTIONS"  # Chalice answers it, whatever is asked.
    # There is nothing to make up where nothing is taken.
    and ({"parameters", "requestBody"} & set(operation) or "{" in path)
    and not (URL and path in fuzz_albums.PATHS)
    # Nobody is signed in at a dev server that we have not started.
    and not (URL and operation.get("security") == [{"idToken": []}])
]

#: What is for who is signed in and has a library.
LIBRARY = ("/image/{photoId}", "/images", "/upload")

#: How far somebody gets who has no account, and no mail.
OF_A_STRANGER = {
    "/auth/signup": 202,
    "/auth/verify": 403,
    "/auth/signin": 401,
    "/auth/refresh": 401,
    "/auth/forgot-password": 202,
    "/auth/confirm-forgot-password": 403,
}

Operation = APIOperation[Any, Any, Any, Any]
Ask = Callable[..., Any]
Keep = Callable[[], str]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class Visitors:
    """Sessions for the made-up requests to meet: without them, all would end at the first look."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def opened(self) -> dict[str, str]:
        """Ids and tokens of a session that waits for its phone."""
        made = self._ask("POST", "/sessions", {})
        return {
            "id": made["sessionId"],
            "screen": made["screenToken"],
            "phone": tokens.new_token(),
            "photo": tokens.new_id(),
        }

    def claimed(self) -> dict[str, str]:
        """The same of one whose phone sends a film."""
        known = self.opened()
        headers = {"Authorization": f"Bearer {known['phone']}", "Content-Type": "application/json"}
        film = {"size": 1000, "contentType": "video/mp4", "requestId": "film-0001"}
        upload = self._ask("POST", "/uploads", headers, {"sessionId": known["id"], **film})
        return known | {"photo": upload["photoId"]}


@pytest.fixture(scope="module")
def library(request: pytest.FixtureRequest) -> Keep | None:
    """Keeps a photo of ADA's, and answers its id; none at a dev server that runs elsewhere."""
    if URL:
        return None
    services: Services = request.getfixturevalue("services")
    boto3.client("s3").create_bucket(Bucket=MEDIA_BUCKET)

    def keep() -> str:
        photo_id = tokens.new_id()
        services.photos.record(a_library_photo(1, photo_id=photo_id))
        return photo_id

    return keep


@pytest.fixture(scope="module")
def ask(request: pytest.FixtureRequest) -> Ask:
    def over_http(method: str, target: str, headers: dict[str, str], body: Any = None) -> Any:
        url = f"{URL}{target}"
        return requests.request(method, url, headers=headers, json=body, timeout=30).json()

    def in_process(method: str, target: str, headers: dict[str, str], body: object = None) -> Any:
        api: Api = request.getfixturevalue("api")
        said = b"" if body is None else json.dumps(body).encode()
        return api.request(method, target, headers, said).json

    return over_http if URL else in_process


@pytest.fixture(scope="module")
def schema(request: pytest.FixtureRequest) -> Any:
    document = {**contract().document, "servers": [{"url": f"{SITE}/api"}]}
    loaded = schemathesis.openapi.from_dict(document)
    if URL:
        loaded.config.update(base_url=URL)
    else:
        loaded.app = InProcess(request.getfixturevalue("api"))
    return loaded


@pytest.fixture(params=OPERATIONS, ids=" ".join)
def operation(request: pytest.FixtureRequest, schema: Any) -> Operation:
    method, path = request.param
    found: Operation = schema[path][method]
    return found


@pytest.fixture(params=list(GenerationMode), ids=lambda mode: str(mode.value))
def mode(request: pytest.FixtureRequest) -> GenerationMode:
    """Requests as described, and requests that are not."""
    chosen: GenerationMode = request.param
    return chosen


def test_fuzz(operation: Operation, mode: GenerationMode, ask: Ask, library: Keep | None) -> None:
    visitors = Visitors(ask)
    seen: dict[int, int] = {}

    @settings(
        max_examples=max(1, REQUESTS // (2 * len(OPERATIONS))),
        deadline=None,
        database=None,
        derandomize=not URL and "SCANDROP_FUZZ_REQUESTS" not in os.environ,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(generation_mode=mode),
        known=st.sampled_from(["claimed", "opened", "claimed", "nothing"]),
        bearer=st.sampled_from(["phone", "screen", "phone", "made up", "none"]),
    )
    def send(case: Any, known: str, bearer: str) -> None:
        if operation.path in fuzz_albums.PATHS:
            fuzz_albums.acquaint(case, operation.path, ask, bearer)
        elif operation.path in LIBRARY and library is not None:
            _sign_in(case, library(), bearer)
        elif known != "nothing":
            _acquaint(case, getattr(visitors, known)(), bearer)
        assume(not URL or len(urlencode(case.query or {}, doseq=True)) < LINE_BYTES)
        response = case.call_and_validate(checks=CHECKS)
        seen[response.status_code] = seen.get(response.status_code, 0) + 1
        headers = {name.lower(): values[0] for name, values in response.headers.items()}
        answer = Answer(response.status_code, headers, response.content)
        contract().check(operation.method.upper(), operation.path, answer)

    send()
    print(operation.method, operation.path, mode.value, dict(sorted(seen.items())))  # noqa: T201
    # Without these, the requests would not have got anywhere.
    # Nobody sends parts here: a film that can be completed is none.
    others = {"/sessions": 201, "/upload": 201, "/uploads": 201, "/uploads/{photoId}/complete": 409}
    by_path = (others | OF_A_STRANGER).get(operation.path, 200)
    expected = fuzz_albums.EXPECTED.get((operation.method, operation.path), by_path)
    assert expected in seen or mode is GenerationMode.NEGATIVE


def _sign_in(case: Any, photo_id: str, bearer: str) -> None:
    """Let this request be of somebody who has a photo, and speak of that."""
    if bearer != "none":
        case.headers["Authorization"] = f"Bearer {an_id_token(ADA.user_id)}"
    if isinstance(case.path_parameters, dict):
        case.path_parameters["photoId"] = photo_id
    if isinstance(case.query, dict):
        # Most that is made up leads nowhere.
        for name in ("album", "cursor", "from", "to"):
            if bearer == "phone":
                case.query.pop(name, None)
    if isinstance(case.body, dict) and bearer == "phone":
        case.body.pop("album", None)


def _acquaint(case: Any, known: dict[str, str], bearer: str) -> None:
    """Let this request speak of a session that there is, and of a photo of it."""
    named = {"sessionId": known["id"], "photoId": known["photo"]}
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: value for name, value in named.items() if name in part})
    if isinstance(case.body, dict) and isinstance(uploads := case.body.get("uploads"), list):
        # There is one photo, and it is at one place.
        del uploads[1:]
        for each in uploads:
            if isinstance(each, dict) and "photoId" in each:
                each["photoId"] = known["photo"]
    if bearer == "phone" and isinstance(case.query, dict) and "numbers" in case.query:
        # Its film has one part, whose digest was not announced.
        case.query["numbers"] = "1"
        case.query.pop("sha256", None)
    if isinstance(case.body, dict) and "access_token" in case.body:
        case.body["access_token"] = known.get(bearer, case.body["access_token"])
    elif bearer in known:
        case.headers["Authorization"] = f"Bearer {known[bearer]}"
    elif bearer == "none":
        case.headers.pop("Authorization", None)
