"""What Cognito's errors become: ours, the same for all reasons that only an owner may know."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib import errors
from chalicelib.aws.cognito import CognitoPasswordResets, CognitoSignIns, CognitoSignUps
from chalicelib.identity import Confirmation, Login, PasswordReset, SignIn

EMAIL, PASSWORD, NEW = "ada@example.org", "a long enough one", "another long enough one"
WANTED = SignIn(EMAIL, PASSWORD, new_password=NEW, mfa_code="123456")
TOKENS = {"IdToken": "i", "AccessToken": "a", "RefreshToken": "r", "ExpiresIn": 3600}

Act = Callable[[Any], object]
Outcome = type[errors.ScandropError] | None


def _ups(client: Any) -> CognitoSignUps:
    return CognitoSignUps(lambda: client, "pages")


def _ins(client: Any) -> CognitoSignIns:
    return CognitoSignIns(lambda: client, "us-east-1_A", "pages")


def _resets(client: Any) -> CognitoPasswordResets:
    return CognitoPasswordResets(lambda: client, "pages")


#: What is done, and the call of Cognito's that it begins with.
ACTS: dict[str, tuple[str, Act]] = {
    "sign up": ("sign_up", lambda c: _ups(c).begin(Login(EMAIL, PASSWORD))),
    "verify": ("confirm_sign_up", lambda c: _ups(c).confirm(Confirmation(EMAIL, "123456"))),
    "sign in": ("admin_initiate_auth", lambda c: _ins(c).sign_in(WANTED)),
    "refresh": ("admin_initiate_auth", lambda c: _ins(c).refresh("token")),
    "sign out": ("revoke_token", lambda c: _ins(c).sign_out("token")),
    "forget": ("forgot_password", lambda c: _resets(c).begin(EMAIL)),
    "reset": (
        "confirm_forgot_password",
        lambda c: _resets(c).confirm(PasswordReset(EMAIL, "123456", NEW)),
    ),
}
#: By what is done: Cognito's codes, and what becomes of them.
MEANINGS: dict[str, dict[str, Outcome]] = {
    "sign up": {
        "InvalidParameterException": errors.InvalidRequest,
        "InvalidPasswordException": errors.PasswordRefused,
        "NotAuthorizedException": errors.SignUpClosed,
    },
    "verify": dict.fromkeys(
        ("AliasExistsException", "CodeMismatchException", "ExpiredCodeException",
         "LimitExceededException", "NotAuthorizedException", "TooManyFailedAttemptsException",
         "UserNotFoundException"),
        errors.CodeRefused,
    ),
    "sign in": dict.fromkeys(
        ("InvalidParameterException", "NotAuthorizedException", "PasswordResetRequiredException",
         "UserNotConfirmedException", "UserNotFoundException"),
        errors.SignInRefused,
    ),
    "refresh": dict.fromkeys(
        ("InvalidParameterException", "NotAuthorizedException", "UserNotFoundException"),
        errors.SignInRequired,
    ),
    "sign out": dict.fromkeys(
        ("InvalidParameterException", "UnauthorizedException", "UnsupportedTokenTypeException")
    ),
    "forget": dict.fromkeys(
        ("CodeDeliveryFailureException", "InvalidParameterException", "LimitExceededException",
         "NotAuthorizedException", "UserNotConfirmedException", "UserNotFoundException")
    ),
    "reset": {
        **dict.fromkeys(
            ("CodeMismatchException", "ExpiredCodeException", "InvalidParameterException",
             "LimitExceededException", "NotAuthorizedException", "TooManyFailedAttemptsException",
             "UserNotConfirmedException", "UserNotFoundException"),
            errors.CodeRefused,
        ),
        "InvalidPasswordException": errors.PasswordRefused,
    },
}  # fmt: skip
CASES = [
    (act, code, outcome) for act, meanings in MEANINGS.items() for code, outcome in meanings.items()
]


@pytest.fixture
def stubber(credentials: None) -> Iterator[Stubber]:
    with Stubber(boto3.client("cognito-idp")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def fails(stubber: Stubber, act: str, code: str) -> errors.ScandropError | None:
    """What becomes of this answer of Cognito's."""
    operation, do = ACTS[act]
    stubber.add_client_error(operation, code, "No.", 400)
    try:
        do(stubber.client)
    except errors.ScandropError as refusal:
        return refusal
    return None


@pytest.mark.parametrize(("act", "code", "outcome"), CASES)
def test_an_error_of_cognito_is_one_of_ours_or_told_nobody(
    act: str, code: str, outcome: Outcome, stubber: Stubber
) -> None:
    refusal = fails(stubber, act, code)
    assert (refusal and type(refusal)) is outcome
    assert refusal is None or isinstance(refusal.__cause__, ClientError)


@pytest.mark.parametrize("act", ["verify", "sign in", "refresh", "forget"])
def test_all_that_only_an_owner_may_know_reads_the_same(act: str, credentials: None) -> None:
    said = set()
    for code in MEANINGS[act]:
        with Stubber(boto3.client("cognito-idp")) as stubber:
            said.add(str(fails(stubber, act, code)))
    assert len(said) == 1


@pytest.mark.parametrize("act", ACTS)
def test_too_much_at_once_is_said_to_be_so(act: str, stubber: Stubber) -> None:
    assert isinstance(fails(stubber, act, "TooManyRequestsException"), errors.TooManyRequests)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("code", ["InternalErrorException", "ResourceNotFoundException"])
def test_what_is_nobodys_fault_here_is_a_failure(act: str, code: str, stubber: Stubber) -> None:
    assert isinstance(fails(stubber, act, code), errors.ServiceUnavailable)


@pytest.mark.parametrize("code", ["UsernameExistsException", "CodeDeliveryFailureException"])
@pytest.mark.parametrize("then", [None, "InvalidParameterException", "LimitExceededException"])
def test_signing_up_ends_the_same_whether_there_is_an_account_or_not(
    code: str, then: str | None, stubber: Stubber
) -> None:
    stubber.add_client_error("sign_up", code, "No.", 400)
    if then is None:
        stubber.add_response("resend_confirmation_code", {})
    else:
        stubber.add_client_error("resend_confirmation_code", then, "No.", 400)
    _ups(stubber.client).begin(Login(EMAIL, PASSWORD))


def asked(stubber: Stubber, challenge: str) -> None:
    """The password is right, and Cognito wants more."""
    answer = {
        "ChallengeName": challenge,
        "Session": "s" * 20,
        "ChallengeParameters": {"USER_ID_FOR_SRP": "ada"},
    }
    stubber.add_response("admin_initiate_auth", answer)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("CodeMismatchException", errors.CodeRefused),
        ("ExpiredCodeException", errors.CodeRefused),
        ("InvalidPasswordException", errors.PasswordRefused),
        ("NotAuthorizedException", errors.SignInRefused),
        ("TooManyRequestsException", errors.TooManyRequests),
        ("InternalErrorException", errors.ServiceUnavailable),
    ],
)
@pytest.mark.parametrize("challenge", ["NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA"])
def test_what_is_wrong_with_the_rest_is_told_to_who_knew_the_password(
    challenge: str, code: str, outcome: type[Exception], stubber: Stubber
) -> None:
    asked(stubber, challenge)
    stubber.add_client_error("admin_respond_to_auth_challenge", code, "No.", 400)
    with pytest.raises(outcome):
        _ins(stubber.client).sign_in(WANTED)


def test_a_challenge_is_met_by_the_name_that_the_pool_has_for_the_user(stubber: Stubber) -> None:
    """An address is refused there; and one challenge may follow another."""
    session, pool = "s" * 20, {"UserPoolId": "us-east-1_A", "ClientId": "pages"}
    proofs = (
        ("NEW_PASSWORD_REQUIRED", {"USERNAME": "ada", "NEW_PASSWORD": NEW}),
        ("SOFTWARE_TOKEN_MFA", {"USERNAME": EMAIL, "SOFTWARE_TOKEN_MFA_CODE": "123456"}),
    )
    more: dict[str, Any] = {
        "ChallengeName": "SOFTWARE_TOKEN_MFA",
        "Session": session,
        "ChallengeParameters": {},
    }
    asked(stubber, "NEW_PASSWORD_REQUIRED")
    for (name, proof), answer in zip(proofs, (more, {"AuthenticationResult": TOKENS}), strict=True):
        stubber.add_response(
            "admin_respond_to_auth_challenge",
            answer,
            {**pool, "ChallengeName": name, "ChallengeResponses": proof, "Session": session},
        )
    assert _ins(stubber.client).sign_in(WANTED).refresh_token == "r"


def test_a_challenge_that_the_pool_is_not_set_to_ask_is_a_failure(
    stubber: Stubber, caplog: pytest.LogCaptureFixture
) -> None:
    asked(stubber, "SMS_MFA")
    with pytest.raises(errors.ServiceUnavailable):
        _ins(stubber.client).sign_in(WANTED)
    assert "SMS_MFA" in caplog.text


def test_a_refresh_token_that_is_replaced_is_handed_on(stubber: Stubber) -> None:
    stubber.add_response("admin_initiate_auth", {"AuthenticationResult": TOKENS})
    assert _ins(stubber.client).refresh("old").refresh_token == "r"
