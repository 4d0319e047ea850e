"""The AWS account and region that a command works on."""

import os
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import NoRegionError

#: CloudFormation and IAM throttle; a deployment has time to wait.
_PATIENCE = Config(retries={"mode": "standard", "total_max_attempts": 8})
#: Whoever mistypes the region, or has no network, shall not wait half a minute to be told.
_AT_ONCE = Config(connect_timeout=10, retries={"mode": "standard", "total_max_attempts": 2})


@dataclass(frozen=True)
class Account:
    """Where we are, and who."""

    session: boto3.Session
    account_id: str
    region: str
    #: `aws`, or that of China or GovCloud.
    partition: str

    @classmethod
    def current(cls) -> "Account":
        """The account of the credentials in force (environment, profile, role).

        Raises:
            BotoCoreError, ClientError: nobody is signed in, no region, no network.
        """
        # botocore itself reads AWS_DEFAULT_REGION only.
        session = boto3.Session(region_name=os.environ.get("AWS_REGION") or None)
        if not session.region_name:
            # STS would answer without one.
            raise NoRegionError
        caller = session.client("sts", config=_AT_ONCE).get_caller_identity()
        return cls(
            session=session,
            account_id=caller["Account"],
            region=session.region_name,
            partition=caller["Arn"].split(":")[1],
        )

    @property
    def dns_suffix(self) -> str:
        """The end of the host names of its services."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    def client(self, service: str) -> Any:
        """A client of one service."""
        session: Any = self.session
        return session.client(service, config=_PATIENCE)
