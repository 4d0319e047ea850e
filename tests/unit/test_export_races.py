"""Two jobs for the same volume of an export at the same time, while photos go between them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib import export_plans, export_volumes, limits
from chalicelib.export_keys import ExportKeys
from chalicelib.exports import asked_export
from tests.builders import ALBUM_ID, an_id
from tests.exporting import a_world, add, ask, contents, look, manifest, run
from tests.fakes import MemoryServices


@pytest.fixture
def services() -> MemoryServices:
    """An album of five photos."""
    made = a_world()
    for number in range(1, 6):
        add(made, number)
    return made


def once(happen: Callable[[], object], call: Callable[..., Any]) -> Callable[..., Any]:
    """This call, the first time after something else has happened."""
    left = [happen]

    def called(*args: Any, **named: Any) -> Any:
        if left:
            left.pop()()
        return call(*args, **named)

    return called


def test_of_two_plans_the_first_counts_though_photos_went_between(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask(services).export_id
    job = services.jobs.exports.pop()

    def another_plans_without_one() -> None:
        services.library.bury(an_id(2))
        export_volumes.make_volume(services, job)

    put_once = services.exports.put_once
    monkeypatch.setattr(services.exports, "put_once", once(another_plans_without_one, put_once))
    export_volumes.make_volume(services, job)
    view = look(services, export_id)
    plan = json.loads(services.media.objects[ExportKeys(ALBUM_ID, export_id).plan(1)])
    assert len(plan["photos"]) == len(manifest(services, view)) == view.photos_total == 4


def test_of_two_who_pack_at_once_the_first_counts_though_photos_went_between(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the manifests say is what is in the archive that is there."""
    monkeypatch.setattr(limits, "EXPORT_VOLUME_PHOTOS", 3)
    export_id = ask(services).export_id
    job = services.jobs.exports.pop()
    export = asked_export(services, ALBUM_ID)
    assert export is not None
    export_plans.planned(services, export, 1)

    def another_packs_without_one() -> None:
        services.library.bury(an_id(2))
        export_volumes.make_volume(services, job)

    put_once = services.exports.put_once
    monkeypatch.setattr(services.exports, "put_once", once(another_packs_without_one, put_once))
    export_volumes.make_volume(services, job)
    run(services)
    view = look(services, export_id)
    names = [row["file"] for row in manifest(services, view) if row["volume"]]
    assert names == [*contents(services, view), *contents(services, view, 2)]
    assert len(names) == 4


def test_a_message_that_comes_once_more_after_the_end_sends_nothing_anew(
    services: MemoryServices,
) -> None:
    ask(services)
    job = services.jobs.exports[0]
    run(services)
    before = dict(services.media.objects)
    export_volumes.make_volume(services, job)
    assert services.media.objects == before
    assert not services.exports.uploads


def test_who_finds_that_another_has_joined_the_parts_does_not_begin_again(
    services: MemoryServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXPORT_VOLUME_PHOTOS", 3)
    export_id = ask(services).export_id
    job = services.jobs.exports.pop()

    def another_joins() -> None:
        export_volumes.make_volume(services, job)

    complete = services.exports.complete
    monkeypatch.setattr(services.exports, "complete", once(another_joins, complete))
    export_volumes.make_volume(services, job)
    assert [each.volume for each in services.jobs.exports] == [2]
    run(services)
    view = look(services, export_id)
    names = [row["file"] for row in manifest(services, view)]
    assert names == [*contents(services, view), *contents(services, view, 2)]
