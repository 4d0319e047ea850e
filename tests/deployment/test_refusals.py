"""What somebody is told who cannot deploy."""

from collections.abc import Iterator

import pytest

from tests.deployment.cloud import Cloud, allow
from tests.deployment.emulator.launch import Credentials, Emulator
from tests.deployment.project import Output, Project

#: Of another account; to the emulator any twelve digits are an account's root user.
STRANGER = "999988887777"
TAKEN = "scandrop-dev-uploads-111122223333-eu-central-1"


def _complains(output: Output, code: str, *about: str) -> None:
    """It says in one paragraph what is wrong, and no traceback."""
    assert output.code == 1, output.said
    assert output.complaint.startswith(f"{code}: "), output.complaint
    for word in about:
        assert word in output.complaint
    assert "Traceback" not in output.said


@pytest.fixture(scope="module")
def nobody(cloud: Cloud) -> Iterator[Credentials]:
    """A user who may do nothing."""
    with cloud.user("nobody", allow("sts:GetCallerIdentity")) as user:
        yield user


def test_nobody_is_signed_in(project: Project) -> None:
    none = Credentials("", "").environ
    _complains(project.run("deploy", **none), "NoCredentials", "aws sso login", "AWS_PROFILE")


def test_the_key_is_wrong(project: Project, nobody: Credentials) -> None:
    wrong = Credentials(nobody.access_key_id, "wrong").environ
    _complains(project.run("deploy", **wrong), "CredentialsRefused", "SignatureDoesNotMatch")


def test_no_region_is_chosen(project: Project) -> None:
    output = project.run("deploy", AWS_REGION="", AWS_DEFAULT_REGION="")
    _complains(output, "NoRegion", "AWS_REGION=")


def test_the_region_does_not_exist(project: Project) -> None:
    output = project.run("deploy", AWS_REGION="eu-center-1", AWS_DEFAULT_REGION="eu-center-1")
    _complains(output, "RegionUnreachable", "eu-center-1", "AWS_REGION")


def test_a_right_is_missing(project: Project, nobody: Credentials) -> None:
    output = project.run("deploy", **nobody.environ)
    _complains(output, "PermissionMissing", "may not call", "infra/deployer.yaml")


def test_the_stage_is_unknown(project: Project) -> None:
    _complains(project.run("deploy", "--stage", "staging"), "StageUnknown", "dev, prod")


def test_nothing_is_deployed_yet(project: Project) -> None:
    for command in ("status", "logs", "redrive", "destroy"):
        _complains(project.run(command), "NotDeployed", "eu-central-1", "STAGE=dev")


def test_a_bucket_has_the_name_already_and_later_not_any_more(
    project: Project, cloud: Cloud, emulator: Emulator
) -> None:
    owner = Credentials(STRANGER, emulator.root.secret_access_key)
    store = cloud.client("s3", owner)
    where = {"LocationConstraint": store.meta.region_name}
    store.create_bucket(Bucket=TAKEN, CreateBucketConfiguration=where)
    _complains(project.run("deploy"), "StackFailed", "UploadsBucket: ", TAKEN, "already exists")
    # `first_deploy` finds what this one has left.
    store.delete_bucket(Bucket=TAKEN)
