"""What was acknowledged survives a kill at any byte."""

from pathlib import Path

import pytest

from devserver.journal import Journal, JournalDamaged, Record

FIRST = Record("Dynamo.PutItem", {"TableName": "sessions", "Item": {"id": {"S": "ä1"}}})
SECOND = Record("Dynamo.DeleteItem", {"TableName": "sessions", "Key": {"id": {"S": "1"}}})


def write(path: Path, *records: Record) -> None:
    journal, _ = Journal.open(path)
    for record in records:
        journal.append(record)
    journal.close()


def read(path: Path) -> list[Record]:
    journal, records = Journal.open(path)
    journal.close()
    return records


def test_a_new_journal_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "deep" / "journal") == []


def test_records_come_back_in_their_order(tmp_path: Path) -> None:
    write(tmp_path / "journal", FIRST, SECOND)
    write(tmp_path / "journal", FIRST)
    assert read(tmp_path / "journal") == [FIRST, SECOND, FIRST]


def test_a_kill_at_any_byte_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    write(path, FIRST)
    acknowledged = path.stat().st_size
    write(path, SECOND)
    content = path.read_bytes()
    for size in range(acknowledged, len(content)):
        path.write_bytes(content[:size])
        assert read(path) == [FIRST]


@pytest.mark.parametrize("size", range(8))
def test_a_kill_while_the_journal_is_made_is_none(tmp_path: Path, size: int) -> None:
    path = tmp_path / "journal"
    write(path)
    path.write_bytes(path.read_bytes()[:size])
    write(path, FIRST)
    assert read(path) == [FIRST]


def test_the_next_record_does_not_grow_on_a_torn_one(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    write(path, FIRST, SECOND)
    path.write_bytes(path.read_bytes()[:-5])
    write(path, SECOND)
    assert read(path) == [FIRST, SECOND]


def test_damage_in_the_middle_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    write(path, FIRST, SECOND)
    path.write_bytes(path.read_bytes().replace(b"Dynamo.PutItem", b'Dynamo"'))
    with pytest.raises(JournalDamaged, match="line 2"):
        read(path)


def test_replacing_leaves_only_the_new_records_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    journal, _ = Journal.open(path)
    journal.append(FIRST)
    journal.replace([SECOND])
    journal.append(FIRST)
    journal.close()
    assert read(path) == [SECOND, FIRST]


def test_a_kill_while_replacing_leaves_the_old_records(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    write(path, FIRST)
    path.with_suffix(".new").write_bytes(b'{"scandrop-jour')
    assert read(path) == [FIRST]
