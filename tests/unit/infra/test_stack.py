import io
from collections.abc import Callable

import pytest

from infra import stack as stack_module
from infra.console import Console
from infra.problems import NotDeployed, StackFailed
from infra.stack import Stack
from infra.stage import Stage
from tests.unit.infra.formation import NAME, RESOURCE, Formation

DEV = Stage("dev")


@pytest.fixture
def told() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def stack_of(told: io.StringIO) -> Callable[[Formation], Stack]:
    return lambda cloud: Stack(cloud.account(), DEV, Console(told), poll_seconds=0)


def test_a_stack_that_is_not_there_is_made(
    stack_of: Callable[[Formation], Stack], told: io.StringIO
) -> None:
    cloud = Formation(outputs={"SiteUrl": "https://d1.cloudfront.net"})
    outputs = stack_of(cloud).deploy({"Stage": "dev"})
    assert cloud.operations == ["CREATE"]
    assert cloud.parameters == {"Stage": "dev"}
    assert cloud.tags == DEV.tags()
    assert outputs == {"SiteUrl": "https://d1.cloudfront.net"}
    assert f"create: {RESOURCE}" in told.getvalue()


def test_one_that_is_there_is_changed(
    stack_of: Callable[[Formation], Stack], told: io.StringIO
) -> None:
    cloud = Formation(status="UPDATE_ROLLBACK_COMPLETE", parameters={"Stage": "dev"})
    stack_of(cloud).deploy({"Stage": "dev", "Serving": "false"})
    assert cloud.operations == ["UPDATE"]
    assert "nothing to change" not in told.getvalue()


def test_one_that_is_as_it_should_be_is_left_alone(
    stack_of: Callable[[Formation], Stack], told: io.StringIO
) -> None:
    cloud = Formation(status="CREATE_COMPLETE", parameters={"Stage": "dev"})
    stack_of(cloud).deploy({"Stage": "dev"})
    assert cloud.operations == []
    assert "nothing to change" in told.getvalue()


def test_an_update_that_changed_nothing_says_so(
    stack_of: Callable[[Formation], Stack], told: io.StringIO
) -> None:
    cloud = Formation(status="CREATE_COMPLETE", parameters={"Stage": "dev"}, secretive=True)
    stack_of(cloud).deploy({"Stage": "dev"})
    assert cloud.operations == ["UPDATE"]
    assert "nothing to change" in told.getvalue()


def test_the_reason_of_a_failure_is_told_without_what_followed_from_it(
    stack_of: Callable[[Formation], Stack],
) -> None:
    cloud = Formation(fails="scandrop-dev-uploads already exists")
    with pytest.raises(StackFailed) as caught:
        stack_of(cloud).deploy({})
    assert f"{RESOURCE}: scandrop-dev-uploads already exists" in str(caught.value)
    assert "PhotosTable" not in str(caught.value)


def test_an_old_failure_is_not_taken_for_the_reason_of_a_new_one(
    stack_of: Callable[[Formation], Stack],
) -> None:
    cloud = Formation(fails="the old reason")
    with pytest.raises(StackFailed):
        stack_of(cloud).deploy({})
    cloud.fails = None
    stack_of(cloud).deploy({})
    cloud.fails = "the new reason"
    with pytest.raises(StackFailed) as caught:
        stack_of(cloud).deploy({"Serving": "false"})
    assert "the new reason" in str(caught.value)
    assert "the old reason" not in str(caught.value)


def test_a_stack_that_was_never_made_is_removed_and_made_again(
    stack_of: Callable[[Formation], Stack],
) -> None:
    cloud = Formation(fails="a quota")
    with pytest.raises(StackFailed):
        stack_of(cloud).deploy({})
    stack_of(cloud).deploy({})
    assert cloud.operations == ["CREATE", "DELETE", "CREATE"]


def test_an_update_that_could_not_be_taken_back_is_taken_back_first(
    stack_of: Callable[[Formation], Stack],
) -> None:
    cloud = Formation(status="UPDATE_ROLLBACK_FAILED")
    stack_of(cloud).deploy({"Stage": "dev"})
    assert cloud.operations == ["CONTINUE", "UPDATE"]


def test_it_waits_for_whoever_changes_the_stack(
    stack_of: Callable[[Formation], Stack], told: io.StringIO
) -> None:
    cloud = Formation()
    cloud.underway("UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")
    stack_of(cloud).deploy({"Stage": "dev"})
    assert cloud.operations == ["UPDATE"]
    assert "waiting" in told.getvalue()


def test_a_stack_that_is_not_there_has_no_outputs(
    stack_of: Callable[[Formation], Stack],
) -> None:
    with pytest.raises(NotDeployed, match="AWS_REGION"):
        stack_of(Formation()).outputs()


def test_a_stack_is_deleted_and_then_there_is_none(
    stack_of: Callable[[Formation], Stack],
) -> None:
    cloud = Formation(status="CREATE_COMPLETE")
    stack = stack_of(cloud)
    stack.delete()
    assert cloud.operations == ["DELETE"]
    assert not stack.exists()
    stack.delete()
    assert cloud.operations == ["DELETE"]


def test_what_could_not_be_deleted_is_named(stack_of: Callable[[Formation], Stack]) -> None:
    cloud = Formation(status="CREATE_COMPLETE", fails="the bucket is not empty")
    with pytest.raises(StackFailed, match="the bucket is not empty"):
        stack_of(cloud).delete()


def test_outputs_by_stage() -> None:
    cloud = Formation(status="CREATE_COMPLETE", outputs={"UserPoolId": "eu_1"})
    assert stack_module.outputs(cloud.account(), DEV) == {"UserPoolId": "eu_1"}
    assert DEV.stack_name == NAME
