"""What can go wrong with a deployment, in words that say what to do."""

from botocore import exceptions
from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy_error import DeployError as DeployError


class NoCredentials(DeployError):
    """AWS does not know who is asking."""


class CredentialsRefused(DeployError):
    """AWS does not accept the credentials."""


class ClockWrong(DeployError):
    """This machine's time is not that of AWS, which takes it for a forgery."""


class NoRegion(DeployError):
    """Nobody said where to deploy."""


class RegionUnreachable(DeployError):
    """There is no such region, or no way to it."""


class PermissionMissing(DeployError):
    """The credentials may not do what a deployment does."""


class NameTaken(DeployError):
    """A bucket of this name belongs to somebody else."""


class QuotaReached(DeployError):
    """The account may not have as much as this."""


class StageUnknown(DeployError):
    """There is no such stage."""


class FunctionUnknown(DeployError):
    """The application has no such function."""


class NotDeployed(DeployError):
    """The stage is not on AWS."""


class SecretsUnreadable(DeployError):
    """Where the stage's secrets should be is something else."""


class StageElsewhere(DeployError):
    """The account has this stage in another region."""


class StackFailed(DeployError):
    """CloudFormation could not make the stack what the template says."""


class PythonTooOld(DeployError):
    """No Python here has a Lambda runtime that our packages are made for."""


class BuildFailed(DeployError):
    """The package is not what Lambda can run."""


class ChaliceFailed(DeployError):
    """`chalice` ended with an error."""


class SmokeTestFailed(DeployError):
    """What was deployed does not do its job."""


class AwsRefused(DeployError):
    """AWS refuses a request for a reason that we have no better words for."""


_REFUSED = {
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "InvalidToken",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
    "UnrecognizedClientException",
}
_DENIED = {
    "403",
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "Forbidden",
    "UnauthorizedOperation",
}
_SKEWED = {"RequestExpired", "RequestTimeTooSkewed"}
#: How services that check the signature first say the same.
_SKEW_SAID = ("Signature expired", "Signature not yet current")
_TAKEN = {"BucketAlreadyExists", "BucketAlreadyOwnedByYou"}
_QUOTA = {
    "CodeStorageExceededException",
    "EntityLimitExceeded",
    "LimitExceeded",
    "LimitExceededException",
    "ServiceQuotaExceeded",
    "ServiceQuotaExceededException",
    "TooManyBuckets",
    "TooManyDistributions",
    "TopicLimitExceeded",
}

#: Every command of infra may be repeated.
_AGAIN = "If that does not say what to do, run the same command again."
_SIGN_IN = (
    "Sign in (aws login, aws sso login, aws configure) or set AWS_PROFILE or AWS_ACCESS_KEY_ID"
)

_NOBODY = (
    exceptions.CredentialRetrievalError,
    exceptions.LoginError,
    exceptions.NoAuthTokenError,
    exceptions.NoCredentialsError,
    exceptions.PartialCredentialsError,
    exceptions.SSOError,
    exceptions.TokenRetrievalError,
)
_UNREACHABLE = (
    exceptions.ConnectionError,
    exceptions.HTTPClientError,
    exceptions.InvalidRegionError,
    exceptions.UnknownEndpointError,
)


def explained(error: BotoCoreError | ClientError) -> DeployError:
    """The problem behind an error of botocore."""
    if isinstance(error, ClientError):
        return _answered(error)
    return _unanswered(error)


def _answered(error: ClientError) -> DeployError:
    code = error.response.get("Error", {}).get("Code", "")
    said = error.response.get("Error", {}).get("Message", "") or str(error)
    if code in _SKEWED or any(words in said for words in _SKEW_SAID):
        return ClockWrong(f"This machine's clock is wrong ({said}). Set it, then try again.")
    if code in _REFUSED:
        return CredentialsRefused(f"AWS does not accept these credentials ({code}). {_SIGN_IN}.")
    if code in _DENIED:
        return PermissionMissing(
            f"These credentials may not call {error.operation_name}: {said}\n"
            "What a deployment needs is written in infra/deployer.yaml."
        )
    if code in _TAKEN:
        return NameTaken(
            f"The name of a bucket is taken: {said}\n"
            "If it is yours, a stack that is gone has left it: move its photos and delete it. "
            "If not, give the stage another name."
        )
    if code in _QUOTA:
        return QuotaReached(
            f"The account has reached a quota ({error.operation_name}): {said}\n"
            "Ask for more in the console under Service Quotas."
        )
    return AwsRefused(f"AWS refused {error.operation_name} ({code}): {said}\n{_AGAIN}")


def _unanswered(error: BotoCoreError) -> DeployError:
    said = str(error).rstrip(". ")
    if isinstance(error, exceptions.NoRegionError):
        return NoRegion("No region is set. Set AWS_REGION, for example AWS_REGION=eu-central-1.")
    if isinstance(error, exceptions.ProfileNotFound):
        return NoCredentials(f"{said}. Set AWS_PROFILE to a profile of ~/.aws/config.")
    if isinstance(error, exceptions.MissingDependencyException):
        return NoCredentials(
            "What `aws login` has given can be read by the AWS CLI only. "
            "Set AWS_PROFILE to a profile that asks it: docs/shop.md, step 1."
        )
    if isinstance(error, _NOBODY):
        return NoCredentials(f"No usable AWS credentials: {said}. {_SIGN_IN}.")
    if isinstance(error, _UNREACHABLE):
        return RegionUnreachable(f"{said}. Is AWS_REGION the name of a region, and the network up?")
    return AwsRefused(f"{said}. {_AGAIN}")
