"""What is in the emulated account, as its root user sees it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.deployment.emulator.launch import ACCOUNT_ID, Credentials, Emulator
from tests.e2e.api_client import ask

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Deployed:
    """A deployed stage, as its site tells where it is."""

    #: Origin of the site, without a slash at its end.
    site_url: str
    api_url: str
    websocket_url: str

    @property
    def rest_api_id(self) -> str:
        return self.api_url.removeprefix("https://").partition(".")[0]


class Cloud:
    """Looks at the account, and does to it what only tests do."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        # One for all: reading what AWS's services are takes longer than asking them.
        self._session: Any = emulator.session()
        self._clients: dict[tuple[str, Credentials | None], Any] = {}

    def client(self, service: str, caller: Credentials | None = None, **how: str) -> Any:
        """A client of one service, for the root user unless another is given."""
        if (service, caller) not in self._clients:
            rights = caller or self._emulator.root
            self._clients[service, caller] = self._session.client(
                service,
                aws_access_key_id=rights.access_key_id,
                aws_secret_access_key=rights.secret_access_key,
                aws_session_token=rights.session_token or None,
                **how,
            )
        return self._clients[service, caller]

    def outputs(self, stage: str) -> dict[str, str]:
        """Of the stage's stack."""
        (stack,) = self.client("cloudformation").describe_stacks(StackName=f"scandrop-{stage}")[
            "Stacks"
        ]
        return {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", ())}

    def deployed(self, stage: str) -> Deployed:
        """Where the stage is, told by what its pages read."""
        site_url = self.outputs(stage)["SiteUrl"]
        answer = ask("GET", f"{site_url}/config.json")
        assert answer.status == 200, answer
        config = json.loads(answer.body)
        return Deployed(site_url, config["apiUrl"], config["websocketUrl"])

    def rest_apis(self) -> list[str]:
        """The ids of all REST APIs."""
        return sorted(each["id"] for each in self.client("apigateway").get_rest_apis()["items"])

    def log(self) -> str:
        """What the emulator has to say."""
        return self._emulator.log.read_text()

    def dead_letters(self, stage: str) -> int:
        """How many wait in the stage's dead-letter queue."""
        attribute = "ApproximateNumberOfMessages"
        url = self.outputs(stage)["DeadLetterQueueUrl"]
        got = self.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=[attribute])
        return int(got["Attributes"][attribute])

    def keys(self, bucket: str) -> list[str]:
        """All objects of a bucket."""
        listed = self.client("s3").list_objects_v2(Bucket=bucket)
        return [each["Key"] for each in listed.get("Contents", ())]

    def websocket_apis(self) -> list[str]:
        """The ids of all WebSocket APIs."""
        return sorted(each["ApiId"] for each in self.client("apigatewayv2").get_apis()["Items"])

    def make_deployer(self, stage: str, **parameters: str) -> None:
        """What an administrator does once for a stage, or once more to change it."""
        cloudformation = self.client("cloudformation")
        name = f"deploy-scandrop-{stage}"
        # The emulator knows no OIDC providers.
        provider = f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/token.actions.githubusercontent.com"
        given = {"Repository": "team/scandrop", "Stage": stage, "ProviderArn": provider}
        given |= parameters
        known = {each["StackName"] for each in cloudformation.describe_stacks()["Stacks"]}
        write = cloudformation.update_stack if name in known else cloudformation.create_stack
        write(
            StackName=name,
            TemplateBody=(ROOT / "infra" / "deployer.yaml").read_text(),
            Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in given.items()],
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        done = "stack_update_complete" if name in known else "stack_create_complete"
        cloudformation.get_waiter(done).wait(StackName=name, WaiterConfig={"Delay": 1})

    @contextmanager
    def user(self, name: str, *statements: Mapping[str, Any]) -> Iterator[Credentials]:
        """A user who may do this; gone with the block."""
        iam = self.client("iam")
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName=name, PolicyDocument=policy(*statements))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        try:
            yield Credentials(key["AccessKeyId"], key["SecretAccessKey"])
        finally:
            iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
            iam.delete_user_policy(UserName=name, PolicyName=name)
            iam.delete_user(UserName=name)

    @contextmanager
    def role(self, name: str) -> Iterator[Credentials]:
        """The rights of a role, which trusts a user of the test for the time of the block."""
        iam = self.client("iam")
        role = iam.get_role(RoleName=name)["Role"]
        trust = role["AssumeRolePolicyDocument"]
        borrower = f"borrower-of-{name}"[:64]
        with self.user(borrower, allow("sts:AssumeRole")) as user:
            principal = {"AWS": f"arn:aws:iam::{ACCOUNT_ID}:user/{borrower}"}
            lent = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
            document = policy(*trust["Statement"], lent)
            iam.update_assume_role_policy(RoleName=name, PolicyDocument=document)
            taken = self.client("sts", user).assume_role(
                RoleArn=role["Arn"], RoleSessionName="test"
            )
            key = taken["Credentials"]
            try:
                yield Credentials(key["AccessKeyId"], key["SecretAccessKey"], key["SessionToken"])
            finally:
                iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trust))

    @contextmanager
    def without(self, role_name: str, action: str) -> Iterator[None]:
        """Take a right from a role for the time of the block."""
        iam = self.client("iam")
        how = {"RoleName": role_name, "PolicyName": role_name}
        document = iam.get_role_policy(**how)["PolicyDocument"]
        kept = [each for each in document["Statement"] if action not in each["Action"]]
        assert len(kept) < len(document["Statement"]), f"{role_name} has no {action}"
        iam.put_role_policy(**how, PolicyDocument=policy(*kept))
        try:
            yield
        finally:
            iam.put_role_policy(**how, PolicyDocument=json.dumps(document))


def allow(*actions: str) -> dict[str, Any]:
    """A statement."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*"}


def policy(*statements: Mapping[str, Any]) -> str:
    """An IAM document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
