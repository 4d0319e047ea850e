import json
from pathlib import Path

import pytest

from infra import bundle
from infra.problems import BuildFailed
from infra.python import Python
from infra.stage import Stage

DEV = Stage("dev")
OUTPUTS = {
    "SiteUrl": "https://d1.cloudfront.net",
    "UploadsBucketName": "uploads",
    "MediaBucketName": "media",
    "JobQueueUrl": "https://sqs.test/1/scandrop-dev-jobs",
    "SessionsTableName": "sessions",
    "ConnectionsTableName": "connections",
    "PhotosTableName": "photos",
    "UserPoolArn": "arn:aws:cognito-idp:eu-central-1:1:userpool/eu-central-1_A",
    "UserPoolClientId": "pages",
    "AlbumsTableName": "albums",
    "SignUp": "closed",
    "SessionUploadsDays": "30",
}


def test_the_functions_are_told_where_everything_is() -> None:
    rendered = bundle.config(DEV, OUTPUTS)
    assert rendered["stages"]["dev"]["environment_variables"] == {
        "SCANDROP_SITE_URL": "https://d1.cloudfront.net",
        "SCANDROP_UPLOADS_BUCKET": "uploads",
        "SCANDROP_MEDIA_BUCKET": "media",
        "SCANDROP_JOB_QUEUE_URL": "https://sqs.test/1/scandrop-dev-jobs",
        "SCANDROP_SESSIONS_TABLE": "sessions",
        "SCANDROP_CONNECTIONS_TABLE": "connections",
        "SCANDROP_PHOTOS_TABLE": "photos",
        "SCANDROP_USER_POOL_ARN": "arn:aws:cognito-idp:eu-central-1:1:userpool/eu-central-1_A",
        "SCANDROP_USER_POOL_CLIENT_ID": "pages",
        "SCANDROP_ALBUMS_TABLE": "albums",
        "SCANDROP_SECRET_PARAMETER": "/scandrop-dev/secrets",
        "SCANDROP_STAGE": "dev",
        "SCANDROP_JSON_LOGS": "on",
        "SCANDROP_SIGN_UP": "off",
        "SCANDROP_KEEP_DAYS": "30",
    }


@pytest.mark.parametrize(("parameter", "told"), [("closed", "off"), ("open", "on")])
def test_who_may_sign_up_is_said_by_the_stack_alone(parameter: str, told: str) -> None:
    """The user pool is set by it too: the two cannot disagree."""
    environment = bundle.config(DEV, OUTPUTS | {"SignUp": parameter})["stages"]["dev"]
    assert environment["environment_variables"]["SCANDROP_SIGN_UP"] == told


def test_a_state_machine_is_told_of_where_there_is_one() -> None:
    machine = {"StateMachineArn": "arn:machine"}
    environment = bundle.config(DEV, OUTPUTS | machine)["stages"]["dev"]["environment_variables"]
    assert environment["SCANDROP_STATE_MACHINE_ARN"] == "arn:machine"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SCANDROP_WATERMARKS", '{"*": {"text": "A", "opacity": 7}}', "opacity"),
        ("SCANDROP_WATERMARKS", "Anna & Ben", "not JSON"),
        ("SCANDROP_MODERATION", "yes", "on or off"),
        ("SCANDROP_MAX_PHOTOS", "ten", "a whole number"),
    ],
)
def test_what_the_functions_could_not_read_is_refused_before_they_are_deployed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    own = {"environment_variables": {name: value}}
    monkeypatch.setattr(bundle, "chalice_config", lambda: {"stages": {"dev": own}})
    with pytest.raises(BuildFailed, match=rf"{name} \(.*{said}.*\.chalice/config\.json"):
        bundle.config(DEV, OUTPUTS)


def test_other_stages_stay_out_of_a_stages_project() -> None:
    assert list(bundle.config(DEV, OUTPUTS)["stages"]) == ["dev"]


def test_what_the_stage_says_of_its_environment_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"environment_variables": {"SCANDROP_MAX_PHOTOS": "3"}}
    monkeypatch.setattr(bundle, "chalice_config", lambda: {"stages": {"dev": own}})
    environment = bundle.config(DEV, OUTPUTS)["stages"]["dev"]["environment_variables"]
    assert environment["SCANDROP_MAX_PHOTOS"] == "3"
    assert environment["SCANDROP_UPLOADS_BUCKET"] == "uploads"


def test_outside_a_vpc_nothing_is_said_of_one() -> None:
    assert not {"subnet_ids", "security_group_ids"} & set(
        bundle.config(DEV, OUTPUTS)["stages"]["dev"]
    )


def test_in_a_vpc_the_functions_join_it() -> None:
    vpc = {"SubnetIds": "subnet-1,subnet-2", "SecurityGroupId": "sg-1"}
    settings = bundle.config(DEV, OUTPUTS | vpc)["stages"]["dev"]
    assert settings["subnet_ids"] == ["subnet-1", "subnet-2"]
    assert settings["security_group_ids"] == ["sg-1"]


def test_a_tool_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="No interpreter found"):
        bundle.toolchain(Python(tmp_path / "nowhere", "9.9"))


def test_each_policy_names_its_own_function(tmp_path: Path) -> None:
    (tmp_path / ".chalice" / "policies").mkdir(parents=True)
    names = dict.fromkeys(_names(), "arn:aws:x") | {"AccountId": "1", "Region": "eu-central-1"}
    bundle.write_policies(tmp_path, DEV, names)
    for handler in DEV.handlers:
        policy = (tmp_path / ".chalice" / "policies" / f"{handler}.json").read_text()
        assert f"/aws/lambda/{DEV.function_name(handler)}:*" in policy
        assert "${" not in policy
        json.loads(policy)


def _names() -> list[str]:
    return [
        "Partition", "Stage", "UploadsBucketArn", "SessionsTableArn", "ConnectionsTableArn",
        "PhotosTableArn", "DeadLetterQueueArn", "WebsocketApiId", "MediaBucketArn", "JobQueueArn",
        "Moderation", "StateMachineArn", "ExecutionsArn", "AlbumsTableArn", "SecretParameterArn",
        "UserPoolArn",
    ]  # fmt: skip
