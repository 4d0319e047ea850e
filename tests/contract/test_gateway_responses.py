"""API Gateway refuses in the application's words, and pages may read them as they may read ours."""

import json
from http import HTTPStatus

import boto3
import pytest

from chalicelib import errors, http, statuses
from infra.gateway_responses import RESPONSES, GatewayResponse
from tests.fakes import SITE


def _ours(refusal: errors.ScandropError) -> GatewayResponse:
    return GatewayResponse(statuses.STATUS[type(refusal)].value, refusal.code, str(refusal))


def test_who_is_refused_by_either_is_told_the_same() -> None:
    assert RESPONSES["UNAUTHORIZED"] == RESPONSES["EXPIRED_TOKEN"] == _ours(errors.SignInRequired())
    assert RESPONSES["THROTTLED"] == _ours(errors.TooManyRequests())
    away = _ours(errors.ServiceUnavailable())
    assert RESPONSES["AUTHORIZER_FAILURE"] == away
    for reason in ("DEFAULT_5XX", "INTEGRATION_TIMEOUT"):
        assert (RESPONSES[reason].code, RESPONSES[reason].message) == (away.code, away.message)


@pytest.mark.parametrize("refusal", [errors.SignInRequired, errors.ServiceUnavailable])
def test_pages_may_read_what_it_says_as_they_may_read_what_we_say(
    refusal: type[errors.ScandropError],
) -> None:
    @http.answers(HTTPStatus.OK)
    def view() -> None:
        raise refusal

    ours = {**http.cors(SITE).get_access_control_headers(), **view().headers}
    assert _ours(refusal()).headers(SITE) == ours


def test_each_reason_is_one_that_api_gateway_knows_and_all_others_have_an_answer() -> None:
    service = boto3.client("apigateway", region_name="us-east-1").meta.service_model
    shape = service.operation_model("PutGatewayResponse").input_shape
    assert shape is not None
    assert RESPONSES.keys() <= set(shape.members["responseType"].enum)
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= RESPONSES.keys()


@pytest.mark.parametrize("reason", RESPONSES)
def test_a_refusal_is_json_with_a_sentence_and_takes_its_statuss_meaning(reason: str) -> None:
    response = RESPONSES[reason]
    document = json.loads(response.body)
    assert set(document) == {"Code", "Message"}
    assert document["Message"].endswith(".")
    # The body is a template of API Gateway's, in which these would begin something.
    assert not {"$", "#"} & set(response.body)
    # One status for all would hide what each of the reasons is.
    assert (response.status is None) == reason.startswith("DEFAULT_")
    assert not ["'" for value in response.headers(SITE).values() if "'" in value]
