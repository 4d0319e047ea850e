"""When AWS fails, a client is told to come again, and nothing of what failed."""

from collections.abc import Callable

import pytest
from botocore.exceptions import (
    BotoCoreError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
    ReadTimeoutError,
    UnknownServiceError,
)

from chalicelib import tokens
from tests.contract.http_client import Api
from tests.contract.http_contract import Answer
from tests.contract.traffic import Traffic

pytest_plugins = ["tests.contract.http_fixtures"]

CODES = (
    ("AccessDeniedException", 400),
    ("ProvisionedThroughputExceededException", 400),
    ("InternalServerError", 500),
    ("ResourceNotFoundException", 400),
    ("UnrecognizedClientException", 400),
    ("ValidationException", 400),
    ("ExpiredTokenException", 403),
)
CUTS = (
    EndpointConnectionError(endpoint_url="https://secret.example.org"),
    ReadTimeoutError(endpoint_url="https://secret.example.org"),
    NoCredentialsError(),
    PartialCredentialsError(provider="secret-provider", cred_var="secret-variable"),
    UnknownServiceError(service_name="secret-service", known_service_names="x"),
)
SECRET = "arn:aws:dynamodb:us-east-1:123456789012:table/secret-table"


class Session:
    """One session and its tokens, opened while all was well."""

    def __init__(self, api: Api) -> None:
        self.api, self.phone = api, tokens.new_token()
        opened = api.open().json
        self.id, self.screen = opened["sessionId"], opened["screenToken"]

    def open(self) -> Answer:
        return self.api.open()

    def read(self) -> Answer:
        return self.api.read(self.id, self.screen)

    def claim(self) -> Answer:
        return self.api.ticket(self.id, self.phone)

    def say(self) -> Answer:
        return self.api.say(self.id, self.screen, action="shown", photoId=tokens.new_id())

    def withdraw(self) -> Answer:
        return self.api.withdraw(self.id, tokens.new_id(), self.phone)


#: Each call to AWS without which a route cannot answer.
NEEDED = (
    ("PutItem", Session.open),
    ("GetItem", Session.read),
    ("GetItem", Session.claim),
    ("PutItem", Session.claim),
    ("GetItem", Session.say),
    ("GetItem", Session.withdraw),
)


def _is_away(answer: Answer) -> None:
    assert (answer.status, answer.code) == (503, "ServiceUnavailable")
    assert int(answer.headers["retry-after"]) > 0
    for word in ("secret", "arn:", "DynamoDB", "Exception", "Error", "Traceback", "aws"):
        assert word.lower() not in answer.body.decode().lower()


@pytest.mark.parametrize(("operation", "ask"), NEEDED)
@pytest.mark.parametrize(("code", "status"), CODES)
def test_refused_by_aws(
    api: Api,
    traffic: Traffic,
    operation: str,
    ask: Callable[[Session], Answer],
    code: str,
    status: int,
) -> None:
    session = Session(api)
    traffic.refuse(operation, status, code, f"no way to {SECRET}")
    _is_away(ask(session))


@pytest.mark.parametrize(("operation", "ask"), NEEDED)
@pytest.mark.parametrize("error", CUTS, ids=lambda error: type(error).__name__)
def test_not_sent(
    api: Api,
    traffic: Traffic,
    operation: str,
    ask: Callable[[Session], Answer],
    error: BotoCoreError,
) -> None:
    session = Session(api)
    traffic.cut(operation, error)
    _is_away(ask(session))


def test_a_claim_whose_screens_cannot_be_told_is_made(api: Api, traffic: Traffic) -> None:
    """The phone must have its ticket; the screens see the claim with their next sync."""
    session = Session(api)
    traffic.refuse("Query", 400, "AccessDeniedException", SECRET)
    assert session.claim().status == 200
    assert "Query" in traffic.calls
    assert session.read().json["status"] == "UPLOAD_REQUESTED"


def test_a_refusal_by_aws_leaves_the_session_as_it_was(api: Api, traffic: Traffic) -> None:
    session = Session(api)
    traffic.refuse("PutItem", 400, "AccessDeniedException", SECRET)
    assert session.claim().status == 503
    assert session.read().json["status"] == "AWAITING_SCAN"


def test_a_phone_that_brings_its_token_survives_a_lost_answer(api: Api, traffic: Traffic) -> None:
    session = Session(api)
    traffic.lose("PutItem", ReadTimeoutError(endpoint_url="https://secret.example.org"))
    assert session.claim().status == 503
    (photo,) = session.read().json["photos"]
    assert session.claim().json["photoId"] == photo["photoId"]
