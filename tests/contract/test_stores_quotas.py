"""`QuotaStore`: one suite for the fake and for DynamoDB."""

from typing import Any

import boto3
import pytest

from chalicelib import limits
from chalicelib.aws import clients
from chalicelib.aws.quota_table import DynamoQuotaStore
from chalicelib.ports import QuotaStore
from devserver import resources
from tests.fake_quotas import MemoryQuotaStore

DAY = 20_787
GB = 1024**3


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> QuotaStore:
    if request.param == "memory":
        return MemoryQuotaStore()
    request.getfixturevalue("tables")
    return DynamoQuotaStore(clients.dynamodb, resources.SESSIONS_TABLE)


def test_so_many_files_and_no_more(store: QuotaStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "USER_FILES_PER_DAY", 3)
    assert [store.spend("ada", DAY, 1) for _ in range(5)] == [True] * 3 + [False] * 2
    assert store.spend("bob", DAY, 1)
    assert store.spend("ada", DAY + 1, 1)


def test_so_many_bytes_and_no_more(store: QuotaStore) -> None:
    assert all(store.spend("ada", DAY, GB) for _ in range(19))
    assert not store.spend("ada", DAY, GB + 1)
    assert store.spend("ada", DAY, GB - 1)
    assert store.spend("ada", DAY, 1)
    assert not store.spend("ada", DAY, 1)


def test_not_even_the_first_file_may_have_more(store: QuotaStore) -> None:
    assert not store.spend("ada", DAY, limits.USER_BYTES_PER_DAY + 1)
    assert store.spend("ada", DAY, limits.USER_BYTES_PER_DAY)


def test_it_is_counted_by_one_write_that_asks_whether_there_is_room(tables: None) -> None:
    """Whoever reads first and writes then lets too many through; moto cannot show it."""
    told: list[dict[str, Any]] = []
    events = clients.dynamodb().meta.events
    events.register("provide-client-params.dynamodb.*", lambda params, **_: told.append(params))
    DynamoQuotaStore(clients.dynamodb, resources.SESSIONS_TABLE).spend("ada", DAY, 5)
    (params,) = told
    assert "fileCount < :files AND byteCount <= :room" in params["ConditionExpression"]
    assert " ADD fileCount :one, byteCount :size" in params["UpdateExpression"]


def test_what_is_counted_is_forgotten_after_its_day_and_is_no_session(tables: None) -> None:
    store = DynamoQuotaStore(clients.dynamodb, resources.SESSIONS_TABLE)
    store.spend("ada", DAY, 5)
    (item,) = boto3.client("dynamodb").scan(TableName=resources.SESSIONS_TABLE)["Items"]
    assert item == {
        "sessionId": {"S": f"quota#ada#{DAY}"},
        "fileCount": {"N": "1"},
        "byteCount": {"N": "5"},
        "expiresAt": {"N": str((DAY + 2) * 86_400)},
    }
