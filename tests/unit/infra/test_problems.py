"""Each error of AWS that an operator can meet is told by its kind and by what to do."""

import pytest
from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError

from infra import problems
from infra.problems import DeployError, explained


def answered(code: str, message: str = "said by AWS") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "CreateBucket")


SIGN_IN = "aws sso login"
REGION = "AWS_REGION"
AGAIN = "run the same command again"

#: Kind of problem, what the text has to name, and the errors that it comes from.
ANSWERED: dict[str, tuple[str, list[ClientError]]] = {
    "CredentialsRefused": (
        SIGN_IN,
        [
            answered(code)
            for code in (
                "ExpiredToken",
                "ExpiredTokenException",
                "InvalidAccessKeyId",
                "InvalidClientTokenId",
                "InvalidSignatureException",
                "MissingAuthenticationToken",
                "SignatureDoesNotMatch",
                "UnrecognizedClientException",
            )
        ],
    ),
    "ClockWrong": (
        "clock",
        [
            answered("RequestTimeTooSkewed"),
            answered("RequestExpired"),
            answered("SignatureDoesNotMatch", "Signature expired: 20261120T1 is now earlier than"),
            answered("InvalidSignatureException", "Signature not yet current: 20261122T1"),
        ],
    ),
    "PermissionMissing": (
        "infra/deployer.yaml",
        [
            answered("AccessDenied"),
            answered("AccessDeniedException"),
            answered("UnauthorizedOperation"),
            answered("AuthorizationError"),
            # What S3 answers to HEAD, which has no body to say more.
            ClientError({"Error": {"Code": "403", "Message": "Forbidden"}}, "HeadBucket"),
        ],
    ),
    "NameTaken": (
        "another name",
        [answered("BucketAlreadyExists"), answered("BucketAlreadyOwnedByYou")],
    ),
    "QuotaReached": (
        "Service Quotas",
        [
            answered("LimitExceeded"),
            answered("LimitExceededException"),
            answered("TooManyBuckets"),
            answered("TooManyDistributions"),
            answered("CodeStorageExceededException"),
            answered("ServiceQuotaExceededException"),
        ],
    ),
    "AwsRefused": (AGAIN, [answered("ThrottlingException"), answered("InvalidParameterValue")]),
}
UNANSWERED: dict[str, tuple[str, list[BotoCoreError]]] = {
    "NoRegion": (REGION, [exceptions.NoRegionError()]),
    "NoCredentials": (
        "AWS_PROFILE",
        [
            exceptions.NoCredentialsError(),
            exceptions.PartialCredentialsError(provider="env", cred_var="AWS_SECRET_ACCESS_KEY"),
            exceptions.ProfileNotFound(profile="work"),
            exceptions.CredentialRetrievalError(provider="custom-process", error_msg="x"),
            exceptions.NoAuthTokenError(),
            exceptions.TokenRetrievalError(provider="sso", error_msg="x"),
            exceptions.SSOTokenLoadError(error_msg="x"),
            exceptions.UnauthorizedSSOTokenError(),
            exceptions.MissingDependencyException(msg="botocore[crt]"),
            exceptions.LoginRefreshRequired(),
            exceptions.LoginTokenLoadError(error_msg="x"),
        ],
    ),
    "RegionUnreachable": (
        REGION,
        [
            exceptions.EndpointConnectionError(
                endpoint_url="https://sts.eu-cental-1.amazonaws.com"
            ),
            exceptions.ConnectTimeoutError(endpoint_url="https://sts"),
            exceptions.ReadTimeoutError(endpoint_url="https://sts"),
            exceptions.ConnectionClosedError(endpoint_url="https://sts"),
            exceptions.ProxyConnectionError(proxy_url="http://proxy"),
            exceptions.SSLError(endpoint_url="https://sts", error=OSError("x")),
            exceptions.InvalidRegionError(region_name="eu central"),
            exceptions.UnknownEndpointError(service_name="sts", region_name="mars"),
        ],
    ),
    "AwsRefused": (AGAIN, [exceptions.WaiterError(name="w", reason="r", last_response={})]),
}
#: Raised by our own code, with texts of its own.
OURS = {
    "BuildFailed",
    "ChaliceFailed",
    "FunctionUnknown",
    "NotDeployed",
    "PythonTooOld",
    "SecretsUnreadable",
    "SmokeTestFailed",
    "StackFailed",
    "StageElsewhere",
    "StageUnknown",
}


CASES: list[tuple[str, str, BotoCoreError | ClientError]] = [
    *((kind, remedy, one) for kind, (remedy, all_) in ANSWERED.items() for one in all_),
    *((kind, remedy, one) for kind, (remedy, all_) in UNANSWERED.items() for one in all_),
]


@pytest.mark.parametrize(
    ("kind", "remedy", "error"),
    CASES,
    ids=[f"{kind}-{number}" for number, (kind, _, _) in enumerate(CASES)],
)
def test_an_error_is_told_by_its_kind_and_its_remedy(
    kind: str, remedy: str, error: BotoCoreError | ClientError
) -> None:
    problem = explained(error)
    assert problem.code == kind
    assert remedy in str(problem)


@pytest.mark.parametrize("error", [error for _, _, error in CASES])
def test_a_text_is_made_of_sentences(error: BotoCoreError | ClientError) -> None:
    text = str(explained(error))
    assert text[0].isupper()
    assert text[-1] in ".?"
    assert ".." not in text


@pytest.mark.parametrize("kind", ["PermissionMissing", "QuotaReached", "AwsRefused", "NameTaken"])
def test_what_aws_said_is_kept(kind: str) -> None:
    _, refusals = ANSWERED[kind]
    assert "said by AWS" in str(explained(refusals[0]))


def test_a_missing_permission_names_the_operation() -> None:
    assert "may not call CreateBucket" in str(explained(answered("AccessDenied")))


@pytest.mark.parametrize("answer", [{}, {"Error": {}}, {"Error": {"Code": "X", "Message": ""}}])
def test_an_answer_that_says_little_is_told_too(answer: dict[str, dict[str, str]]) -> None:
    text = str(explained(ClientError(answer, "CreateBucket")))  # type: ignore[arg-type]
    assert "AWS refused CreateBucket" in text


def test_every_kind_of_problem_has_a_case_or_is_our_own() -> None:
    kinds = {
        name
        for name, thing in vars(problems).items()
        if isinstance(thing, type) and issubclass(thing, DeployError) and thing is not DeployError
    }
    assert kinds == {*ANSWERED, *UNANSWERED, *OURS}
    assert not OURS & {*ANSWERED, *UNANSWERED}


def test_the_code_is_the_name_of_the_kind() -> None:
    assert problems.NotDeployed("x").code == "NotDeployed"
