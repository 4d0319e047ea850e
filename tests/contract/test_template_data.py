"""infra/template.yaml: tables, users and queues."""

from typing import Any

import pytest

from chalicelib import limits
from devserver import resources
from infra.stage import Stage, chalice_config
from tests.contract.template import ACCOUNT, REGION, STACK, make
from tests.contract.template_variants import VARIANTS

PLAIN = make()
#: The logical id of each table of the dev server.
TABLES = {
    resources.SESSIONS_TABLE: "SessionsTable",
    resources.CONNECTIONS_TABLE: "ConnectionsTable",
    resources.PHOTOS_TABLE: "PhotosTable",
    resources.ALBUMS_TABLE: "AlbumsTable",
}
DAY_SECONDS = 24 * 3600

each_table = pytest.mark.parametrize("table", resources.TABLES, ids=lambda table: table.name)


def test_there_are_no_other_tables() -> None:
    assert set(PLAIN.of_type("DynamoDB::Table")) == set(TABLES.values())
    assert {table.name for table in resources.TABLES} == set(TABLES)


@each_table
def test_a_table_is_as_the_application_expects_it(table: resources.Table) -> None:
    made = PLAIN[TABLES[table.name]]
    wanted = table.definition | {"TableName": table.name.replace("scandrop", STACK)}
    assert {name: made.get(name) for name in wanted} == wanted
    assert "LocalSecondaryIndexes" not in made
    assert set(made) & {"GlobalSecondaryIndexes"} == set(wanted) & {"GlobalSecondaryIndexes"}


@each_table
def test_items_end_where_the_application_says_when(table: resources.Table) -> None:
    ttl = PLAIN[TABLES[table.name]].get("TimeToLiveSpecification")
    wanted = {"AttributeName": table.ttl_attribute, "Enabled": True}
    assert ttl == (wanted if table.ttl_attribute else None)


@each_table
def test_a_table_can_be_taken_back_to_any_minute(table: resources.Table) -> None:
    made = PLAIN[TABLES[table.name]]
    assert made["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


@each_table
def test_a_table_is_encrypted_by_the_teams_key_if_there_is_one(table: resources.Table) -> None:
    name = TABLES[table.name]
    assert "SSESpecification" not in PLAIN[name], "DynamoDB's own key, which is always there"
    assert make(**VARIANTS["own key"])[name]["SSESpecification"] == {
        "SSEEnabled": True,
        "SSEType": "KMS",
        "KMSMasterKeyId": VARIANTS["own key"]["KmsKeyArn"],
    }


def test_photos_tell_what_they_were_and_became() -> None:
    for name in TABLES.values():
        stream = PLAIN[name].get("StreamSpecification")
        both = {"StreamViewType": "NEW_AND_OLD_IMAGES"}
        assert stream == (both if name == "PhotosTable" else None)


@pytest.mark.parametrize(
    ("variant", "serving", "protected"),
    [("plain", "true", False), ("deployed", "true", True), ("deployed", "false", False)],
)
def test_data_is_protected_while_it_is_used(variant: str, serving: str, protected: bool) -> None:
    """Not from the start: a failed creation could not be cleaned up. Nor when it is stopped."""
    made = make(Serving=serving, **VARIANTS[variant])
    for name in TABLES.values():
        assert made[name]["DeletionProtectionEnabled"] is protected
    assert made["UserPool"]["DeletionProtection"] == ("ACTIVE" if protected else "INACTIVE")


# Users


def test_hosts_sign_in_with_a_confirmed_address_and_a_long_password() -> None:
    pool = PLAIN["UserPool"]
    assert pool["UsernameAttributes"] == pool["AutoVerifiedAttributes"] == ["email"]
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}
    assert pool["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"] <= 7
    verified = pool["UserAttributeUpdateSettings"]["AttributesRequireVerificationBeforeUpdate"]
    assert verified == ["email"]
    assert pool["AccountRecoverySetting"]["RecoveryMechanisms"] == [
        {"Name": "verified_email", "Priority": 1}
    ]


def test_hosts_may_have_a_second_factor_that_is_not_a_text_message() -> None:
    pool = PLAIN["UserPool"]
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])
    assert "SmsConfiguration" not in pool


@pytest.mark.parametrize(("variant", "invited"), [("plain", True), ("sign-up", False)])
def test_people_sign_up_where_the_team_has_said_so(variant: str, invited: bool) -> None:
    """The pool itself refuses, and so does the application: it is told of the same parameter."""
    made = make(**VARIANTS[variant])
    assert made["UserPool"]["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is invited
    assert made.outputs["SignUp"] == ("closed" if invited else "open")


def test_the_pool_of_the_dev_server_is_the_one_that_is_deployed() -> None:
    """But for what only matters where there is mail, or a stack to be deleted."""
    requests = dict(resources.USER_POOL)
    for made, operation, beside in (
        (PLAIN["UserPool"], "CreateUserPool", {"PoolName"}),
        (PLAIN["UserPoolClient"], "CreateUserPoolClient", {"UserPoolId", "ClientName"}),
    ):
        local = {name: value for name, value in requests[operation].items() if name not in beside}
        assert {name: made[name] for name in local} == local
    groups = [request for operation, request in resources.USER_POOL if operation == "CreateGroup"]
    deployed = PLAIN.of_type("Cognito::UserPoolGroup").values()
    assert [(group["GroupName"], group["Precedence"]) for group in groups] == [
        (group["GroupName"], group["Precedence"]) for group in deployed
    ]


def test_the_pool_wants_the_passwords_that_we_take() -> None:
    policy = PLAIN["UserPool"]["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] == limits.MIN_PASSWORD_CHARACTERS
    assert not [rule for rule, wanted in policy.items() if wanted is True]


def test_pages_hold_no_secret_and_learn_not_who_has_an_account() -> None:
    client = PLAIN["UserPoolClient"]
    assert client["GenerateSecret"] is False
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["EnableTokenRevocation"] is True
    units = {"AccessToken": "hours", "IdToken": "hours", "RefreshToken": "days"}
    assert client["TokenValidityUnits"] == units
    assert (client["AccessTokenValidity"], client["IdTokenValidity"]) == (1, 1)
    assert client["RefreshTokenValidity"] <= 30


def test_passwords_come_through_our_api_only() -> None:
    flows = set(PLAIN["UserPoolClient"]["ExplicitAuthFlows"])
    assert flows == {"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"}


def test_there_are_hosts_and_operators() -> None:
    groups = PLAIN.of_type("Cognito::UserPoolGroup").values()
    assert sorted(group["GroupName"] for group in groups) == ["host", "operator"]
    assert {group["UserPoolId"] for group in groups} == {"UserPool"}


# Queues


def _queue(name: str) -> dict[str, Any]:
    return PLAIN[name]


def test_a_job_is_not_given_out_twice_while_a_function_works_on_it() -> None:
    """Six times its time, as Lambda asks for."""
    for stage in map(Stage, chalice_config()["stages"]):
        functions = stage.settings["lambda_functions"]
        seconds = functions["process_photos"]["lambda_timeout"]
        assert _queue("JobQueue")["VisibilityTimeout"] == 6 * seconds


def test_what_fails_for_good_is_kept_for_as_long_as_sqs_keeps_anything() -> None:
    redrive = _queue("JobQueue")["RedrivePolicy"]
    receives = limits.JOB_RECEIVES
    assert redrive == {"deadLetterTargetArn": "DeadLetterQueue.Arn", "maxReceiveCount": receives}
    assert receives == resources.JOB_RECEIVES
    assert _queue("DeadLetterQueue")["MessageRetentionPeriod"] == 14 * DAY_SECONDS
    assert "MessageRetentionPeriod" not in _queue("JobQueue"), "less than the dead letters'"
    allowed = _queue("DeadLetterQueue")["RedriveAllowPolicy"]
    assert allowed["redrivePermission"] == "byQueue"
    (source,) = allowed["sourceQueueArns"]
    assert source.endswith(f":{_queue('JobQueue')['QueueName']}")


@pytest.mark.parametrize("name", ["JobQueue", "DeadLetterQueue"])
def test_queues_are_encrypted_and_reached_by_tls_only(name: str) -> None:
    assert _queue(name)["SqsManagedSseEnabled"] is True
    (policy,) = (
        each
        for each in PLAIN.of_type("SQS::QueuePolicy").values()
        if each["Queues"] == [_queue(name)["QueueName"]]
    )
    denied, *allowed = policy["PolicyDocument"]["Statement"]
    assert denied == {
        "Sid": "OnlyByTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sqs:*",
        "Resource": f"{name}.Arn",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    assert [each["Sid"] for each in allowed] == (
        ["FailedExecutionsAndUndeliveredEvents"] if name == "DeadLetterQueue" else []
    )


def test_only_our_own_rules_write_dead_letters() -> None:
    """By the names that EventBridge gives them, those of the account's own bus without it."""
    statement = PLAIN["DeadLetterQueuePolicy"]["PolicyDocument"]["Statement"][1]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert (statement["Effect"], statement["Action"]) == ("Allow", "sqs:SendMessage")
    made = make(**VARIANTS["webhook"])
    rules = made.of_type("Events::Rule").values()
    arn = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/"
    names = {"/".join(filter(None, (each.get("EventBusName"), each["Name"]))) for each in rules}
    sources = statement["Condition"]["ArnEquals"]["aws:SourceArn"]
    named = {name.replace("EventBus/", f"{made['EventBus']['Name']}/") for name in names}
    assert set(sources) == {arn + name for name in named}
    assert len(sources) == len(rules) == 2
