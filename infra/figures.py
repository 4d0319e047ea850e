"""What happened at a stage within a day, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from infra.account import Account
from infra.stage import APP_NAME, Stage

_PERIOD_SECONDS = 300


@dataclass(frozen=True)
class Figures:
    """What happened in the last 24 hours."""

    requests: int
    server_errors: int
    function_errors: int
    uploads: int


def figures(account: Account, stage: Stage, now: datetime) -> Figures:
    """Ask CloudWatch for those of the 24 hours before `now`."""
    api = {"ApiName": APP_NAME, "Stage": stage.name}
    uploads = {"FunctionName": stage.function_name("photo_uploaded")}
    queries = [
        _sum("requests", "AWS/ApiGateway", "Count", api),
        _sum("server_errors", "AWS/ApiGateway", "5XXError", api),
        _sum("uploads", "AWS/Lambda", "Invocations", uploads),
    ]
    for number, handler in enumerate(stage.handlers):
        function = {"FunctionName": stage.function_name(handler)}
        queries.append(_sum(f"function_errors{number}", "AWS/Lambda", "Errors", function))
    sums = dict.fromkeys(("requests", "server_errors", "uploads", "function_errors"), 0)
    pages = account.client("cloudwatch").get_paginator("get_metric_data")
    for page in pages.paginate(
        MetricDataQueries=queries, StartTime=now - timedelta(days=1), EndTime=now
    ):
        for result in page["MetricDataResults"]:
            sums[result["Id"].rstrip("0123456789")] += round(sum(result["Values"]))
    return Figures(**sums)


def _sum(name: str, namespace: str, metric: str, dimensions: Mapping[str, str]) -> dict[str, Any]:
    return {
        "Id": name,
        "MetricStat": {
            "Metric": {
                "Namespace": namespace,
                "MetricName": metric,
                "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
            },
            "Period": _PERIOD_SECONDS,
            "Stat": "Sum",
        },
    }
