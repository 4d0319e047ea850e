"""API Gateway refuses in the application's words, and pages may read them as they may read ours."""

from http import HTTPStatus

from chalicelib import errors, http
from infra.gateway_responses import RESPONSES, GatewayResponse
from tests.fakes import SITE


def _ours(refusal: errors.ScandropError) -> GatewayResponse:
    return GatewayResponse(http.STATUS[type(refusal)].value, refusal.code, str(refusal))


def test_who_is_not_signed_in_is_told_the_same_by_both() -> None:
    assert RESPONSES["UNAUTHORIZED"] == _ours(errors.SignInRequired())


def test_pages_may_read_what_it_says_as_they_may_read_what_we_say() -> None:
    @http.answers(HTTPStatus.OK)
    def view() -> None:
        raise errors.SignInRequired

    ours = {**http.cors(SITE).get_access_control_headers(), **view().headers}
    assert RESPONSES["UNAUTHORIZED"].headers(SITE) == ours
    forbidden = GatewayResponse(403, "Forbidden", "No.")
    assert "WWW-Authenticate" not in forbidden.headers(SITE)
