"""`ConnectionStore`: one suite for the fake and for DynamoDB."""

import boto3
import pytest

from chalicelib.aws import clients
from chalicelib.aws.connection_table import DynamoConnectionStore
from chalicelib.model import Role
from chalicelib.ports import ConnectionStore
from devserver import resources
from tests.builders import CALLBACK_URL, CONNECTION_ID, KIOSK_ID, SESSION_ID, a_connection
from tests.fake_connections import MemoryConnectionStore
from tests.fakes import START

CHANNEL = f"session#{SESSION_ID}"


def on_dynamodb() -> ConnectionStore:
    return DynamoConnectionStore(clients.dynamodb, resources.CONNECTIONS_TABLE)


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> ConnectionStore:
    if request.param == "memory":
        return MemoryConnectionStore()
    request.getfixturevalue("tables")
    return on_dynamodb()


def listening(store: ConnectionStore, channel: str = CHANNEL, now: int = START) -> list[str]:
    return sorted(connection.connection_id for connection in store.listening(channel, now))


@pytest.mark.parametrize("role", Role)
def test_a_connection_comes_back_as_it_was_added(store: ConnectionStore, role: Role) -> None:
    connection = a_connection(role=role)
    store.add(connection)
    assert store.load(CHANNEL, CONNECTION_ID, START) == connection
    assert store.listening(CHANNEL, START) == [connection]


def test_a_wall_comes_back_with_its_kiosk(store: ConnectionStore) -> None:
    wall = a_connection(role=Role.WALL, kiosk_id=KIOSK_ID)
    store.add(wall)
    assert store.listening(CHANNEL, START) == [wall]


def test_adding_again_changes_the_one_that_is_there(store: ConnectionStore) -> None:
    store.add(a_connection())
    store.add(a_connection(expires_at=START + 9999))
    assert [c.expires_at for c in store.listening(CHANNEL, START)] == [START + 9999]


def test_all_of_a_channel_are_listed_and_no_others(store: ConnectionStore) -> None:
    for name in ("one", "two", "three"):
        store.add(a_connection(connection_id=name))
    store.add(a_connection(connection_id="stranger", channel="session#other"))
    assert listening(store) == ["one", "three", "two"]
    assert listening(store, "session#other") == ["stranger"]
    assert listening(store, "session#nobody") == []


def test_a_connection_listens_to_its_own_channel_only(store: ConnectionStore) -> None:
    store.add(a_connection())
    assert store.load("session#other", CONNECTION_ID, START) is None
    assert store.load(CHANNEL, "another", START) is None


@pytest.mark.parametrize(("seconds", "alive"), [(-1, True), (0, False), (1, False)])
def test_a_connection_that_is_over_counts_as_gone(
    store: ConnectionStore, seconds: int, alive: bool
) -> None:
    """TTL deletes within about two days; until then reads have to look at the time."""
    store.add(a_connection(expires_at=START))
    assert (listening(store, now=START + seconds) == [CONNECTION_ID]) is alive
    assert (store.load(CHANNEL, CONNECTION_ID, START + seconds) is not None) is alive


def test_removing_forgets_this_connection_and_no_other(store: ConnectionStore) -> None:
    """`$disconnect` tells only the connection, not its channel."""
    store.add(a_connection(connection_id="one"))
    store.add(a_connection(connection_id="two"))
    store.remove("one")
    assert listening(store) == ["two"]


def test_removing_forgets_a_connection_in_every_channel(store: ConnectionStore) -> None:
    store.add(a_connection(connection_id="one"))
    store.add(a_connection(connection_id="one", channel="session#other"))
    store.remove("one")
    assert listening(store) == listening(store, "session#other") == []


@pytest.mark.parametrize("times", [1, 2])
def test_removing_what_is_not_there_is_no_error(store: ConnectionStore, times: int) -> None:
    for _ in range(times):
        store.remove("nobody")
    assert listening(store) == []


def test_a_channel_of_several_pages_is_listed_whole(store: ConnectionStore) -> None:
    """DynamoDB answers a query with at most 1 MB; here are three."""
    names = {f"connection-{n:02d}" for n in range(9)}
    for name in names:
        store.add(a_connection(connection_id=name, callback_url=CALLBACK_URL + "x" * 350_000))
    assert set(listening(store)) == names


def test_a_page_of_which_nothing_is_left_does_not_end_the_list(store: ConnectionStore) -> None:
    """DynamoDB filters after it has cut the pages: the first may be empty, and is not the last."""
    for n in range(4):
        store.add(
            a_connection(
                connection_id=f"a-{n:02d}", callback_url="x" * 350_000, expires_at=START - 1
            )
        )
    store.add(a_connection(connection_id="z"))
    assert listening(store) == ["z"]


def test_the_table_can_end_a_connection_by_itself(tables: None) -> None:
    on_dynamodb().add(a_connection())
    (item,) = boto3.client("dynamodb").scan(TableName=resources.CONNECTIONS_TABLE)["Items"]
    assert item["expiresAt"] == {"N": str(START + 3600)}
    assert resources.TABLES[1].ttl_attribute == "expiresAt"
