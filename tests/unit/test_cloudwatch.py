"""Metrics are lines in CloudWatch's embedded metric format.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import logging
from typing import Any

import pytest

from chalicelib import logs
from chalicelib.aws.cloudwatch import CloudWatchMetrics
from chalicelib.metrics import Metric

METRICS = CloudWatchMetrics("prod", lambda: 1_800_000_000)


@pytest.fixture
def line(caplog: pytest.LogCaptureFixture) -> Any:
    """The one line that was written, as CloudWatch gets it."""
    caplog.set_level(logging.INFO, "metrics")

    def read() -> dict[str, Any]:
        (record,) = caplog.records
        return dict(json.loads(logs.Json().format(record)))

    return read


def follows_the_format(line: dict[str, Any]) -> None:
    """What the specification asks of a document."""
    assert isinstance(line["_aws"]["Timestamp"], int)
    for directive in line["_aws"]["CloudWatchMetrics"]:
        assert set(directive) == {"Namespace", "Dimensions", "Metrics"}
        for names in directive["Dimensions"]:
            assert len(names) <= 30
            assert all(isinstance(line[name], str) and line[name] for name in names)
        for metric in directive["Metrics"]:
            assert isinstance(line[metric["Name"]], int | float)
            assert metric["Unit"] in {"Count", "Seconds"}


def test_a_count_is_one_more_of_this_stage(line: Any) -> None:
    METRICS.count(Metric.SESSIONS_OPENED)
    written = line()
    follows_the_format(written)
    assert written["_aws"] == {
        "Timestamp": 1_800_000_000_000,
        "CloudWatchMetrics": [
            {
                "Namespace": "Scandrop",
                "Dimensions": [["Stage"]],
                "Metrics": [{"Name": "SessionsOpened", "Unit": "Count"}],
            }
        ],
    }
    assert (written["Stage"], written["SessionsOpened"]) == ("prod", 1)


def test_a_count_of_a_code_is_also_one_of_all(line: Any) -> None:
    METRICS.count(Metric.PHOTOS_REJECTED, "TRUNCATED")
    written = line()
    follows_the_format(written)
    (directive,) = written["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [["Stage"], ["Stage", "Code"]]
    assert (written["Code"], written["PhotosRejected"]) == ("TRUNCATED", 1)


def test_a_time_is_in_seconds(line: Any) -> None:
    METRICS.time(Metric.TIME_TO_SCREEN, 1.5)
    written = line()
    follows_the_format(written)
    assert written["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [
        {"Name": "TimeToScreen", "Unit": "Seconds"}
    ]
    assert written["TimeToScreen"] == 1.5


def test_a_metric_has_the_ids_of_what_it_is_about(line: Any) -> None:
    with logs.scope(photo_id="p"):
        METRICS.count(Metric.PHOTOS_READY)
        assert line()["photo_id"] == "p"
