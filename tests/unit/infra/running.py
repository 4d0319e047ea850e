"""A stage that is deployed and in use, in memory, as `make status` asks about it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.unit.infra import cloud, deployed
from tests.unit.infra.cloud import Refused, Request

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
OUTPUTS = {
    "SiteUrl": "https://d111.cloudfront.net",
    "SiteBucketName": "site",
    "DeadLetterQueueUrl": "https://sqs.test/dead",
    "JobQueueArn": deployed.QUEUE_ARN,
}


def a_function(**facts: Any) -> dict[str, Any]:
    """A function as Lambda describes it."""
    return {
        "FunctionArn": deployed.function_arn("x"),
        "LastModified": "2026-11-20T12:01:02.345+0000",
        "CodeSize": 6_800_000,
        "MemorySize": 1024,
        "State": "Active",
        "LastUpdateStatus": "Successful",
        **facts,
    }


@dataclass
class Running(deployed.Deployed):
    """A stage that is deployed and well; each test spoils what it is about."""

    rest_apis: dict[str, str] = field(default_factory=lambda: {"rest1": "scandrop-dev"})
    websocket_apis: dict[str, str] = field(
        default_factory=lambda: {"ws1": "scandrop-dev-websocket-api"}
    )
    stack: dict[str, Any] | None = field(
        default_factory=lambda: cloud.a_stack("scandrop-dev", **OUTPUTS)
    )
    configurations: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {
            "scandrop-dev": a_function(),
            "scandrop-dev-photo_uploaded": a_function(MemorySize=512),
        }
    )
    mappings: list[dict[str, Any]] = field(
        default_factory=lambda: [
            deployed.a_mapping(
                "scandrop-dev-process_photos", FunctionResponseTypes=["ReportBatchItemFailures"]
            )
        ]
    )
    #: Names of the stack's alarms, and of all that are in ALARM.
    alarms: list[str] = field(default_factory=lambda: [f"scandrop-dev-{n}" for n in range(150)])
    ringing: dict[str, str] = field(default_factory=dict)
    dead: int = 0
    #: By metric and the dimension that tells its source.
    sums: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    asked_from: datetime = NOW

    def describe_stacks(self, asked: Request) -> dict[str, Any]:
        """The stack, if there is one."""
        if self.stack is None:
            raise Refused("ValidationError", f"Stack with id {asked['StackName']} does not exist")
        return {"Stacks": [self.stack]}

    def list_stack_resources(self, asked: Request) -> dict[str, Any]:
        """Alarms among other things; one is not made yet."""
        kinds = [("AWS::SQS::Queue", "queue"), ("AWS::CloudWatch::Alarm", None)]
        found = kinds + [("AWS::CloudWatch::Alarm", name) for name in self.alarms]
        return {
            "StackResourceSummaries": [
                {
                    "LogicalResourceId": "x",
                    "ResourceType": kind,
                    "ResourceStatus": "CREATE_COMPLETE",
                    "LastUpdatedTimestamp": NOW,
                    **({"PhysicalResourceId": name} if name else {}),
                }
                for kind, name in found
            ]
        }

    def describe_alarms(self, asked: Request) -> dict[str, Any]:
        """Of a hundred at most."""
        if not 1 <= len(asked["AlarmNames"]) <= 100 or asked["StateValue"] != "ALARM":
            raise Refused("ValidationError")
        rings = {name: why for name, why in self.ringing.items() if name in asked["AlarmNames"]}
        return {
            "MetricAlarms": [{"AlarmName": name, "StateReason": why} for name, why in rings.items()]
        }

    def get_queue_attributes(self, asked: Request) -> dict[str, Any]:
        """The dead-letter queue."""
        assert asked["QueueUrl"] == OUTPUTS["DeadLetterQueueUrl"]
        return {"Attributes": {"ApproximateNumberOfMessages": str(self.dead)}}

    def get_function_configuration(self, asked: Request) -> dict[str, Any]:
        """One function."""
        if asked["FunctionName"] not in self.configurations:
            raise Refused("ResourceNotFoundException", status=404)
        return self.configurations[asked["FunctionName"]]

    def get_metric_data(self, asked: Request) -> dict[str, Any]:
        """Sums; none where nothing happened."""
        self.asked_from = asked["StartTime"]
        results = []
        for query in asked["MetricDataQueries"]:
            metric = query["MetricStat"]["Metric"]
            source = {each["Name"]: each["Value"] for each in metric["Dimensions"]}
            name = source.get("FunctionName") or f"{source['ApiName']}/{source['Stage']}"
            values = self.sums.get((metric["MetricName"], name), [])
            results.append({"Id": query["Id"], "Values": values})
        return {"MetricDataResults": results}
