"""Jobs that have begun are on disk until they are finished."""

from pathlib import Path

from devserver.unfinished import Unfinished


def test_what_has_begun_is_known_to_the_next_run_in_its_order(tmp_path: Path) -> None:
    jobs = Unfinished(tmp_path / "jobs.json")
    jobs.begin(["b", "a"])
    jobs.begin(["c", "a"])
    assert Unfinished(tmp_path / "jobs.json").bodies == ["b", "a", "c"]


def test_what_is_finished_is_forgotten_and_may_be_finished_again(tmp_path: Path) -> None:
    jobs = Unfinished(tmp_path / "jobs.json")
    jobs.begin(["a", "b"])
    for _ in range(2):
        jobs.finish("a")
    assert Unfinished(tmp_path / "jobs.json").bodies == jobs.bodies == ["b"]


def test_a_first_run_has_nothing_to_finish(tmp_path: Path) -> None:
    assert Unfinished(tmp_path / "jobs.json").bodies == []


def test_a_kill_while_writing_leaves_what_was_there(tmp_path: Path) -> None:
    Unfinished(tmp_path / "jobs.json").begin(["a"])
    (tmp_path / "jobs.new").write_text('["a", "b')
    assert Unfinished(tmp_path / "jobs.json").bodies == ["a"]
