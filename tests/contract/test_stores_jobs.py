"""`JobQueue` and `Workflows`: one suite each for the fake and for AWS."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.aws import clients
from chalicelib.aws.sqs import SqsJobQueue
from chalicelib.aws.stepfunctions import StepFunctionsWorkflows
from chalicelib.errors import ServiceUnavailable
from chalicelib.export import ExportJob
from chalicelib.jobs import Delivery, Job, job_of
from chalicelib.messages import to_wire
from chalicelib.photo import Rejection
from chalicelib.ports import JobQueue, Workflows
from chalicelib.webhook import WebhookJob
from tests.builders import PHOTO_ID, an_arrival, an_id
from tests.fake_pictures import MemoryJobQueue, MemoryWorkflows

JOB = Job(an_arrival().key)
AGAIN = replace(JOB, repeated=True)


# JobQueue


@dataclass
class Queue:
    """A queue, and what waits in it."""

    queue: JobQueue
    waiting: Callable[[], list[Job]]


@pytest.fixture(params=["memory", "sqs"])
def queue(request: pytest.FixtureRequest) -> Queue:
    if request.param == "memory":
        memory = MemoryJobQueue()
        return Queue(memory, lambda: memory.sent)
    url: str = request.getfixturevalue("job_queue")

    def waiting() -> list[Job]:
        received = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [
            Delivery(message["MessageId"], message["Body"], 1).job()
            for message in received.get("Messages", [])
        ]

    return Queue(SqsJobQueue(clients.sqs, url), waiting)


def test_a_job_that_is_sent_waits(queue: Queue) -> None:
    queue.queue.send(JOB)
    assert queue.waiting() == [JOB]


def test_a_job_that_is_sent_twice_waits_twice(queue: Queue) -> None:
    for _ in range(2):
        queue.queue.send(JOB)
    assert queue.queue.waiting() == 2
    assert queue.waiting() == [JOB, JOB]


def test_a_message_says_nothing_but_the_key(job_queue: str) -> None:
    """What the file is, is found out by whoever works on it."""
    SqsJobQueue(clients.sqs, job_queue).send(replace(JOB, rejection=Rejection.EMPTY, settled=True))
    (message,) = boto3.client("sqs").receive_message(QueueUrl=job_queue)["Messages"]
    assert json.loads(message["Body"]) == {"key": JOB.key}


@pytest.mark.parametrize(
    "job",
    [WebhookJob("a" * 22, PHOTO_ID), ExportJob("a" * 22, "e" * 22, 2)],
    ids=["hook", "export"],
)
def test_other_jobs_wait_in_the_same_queue(job_queue: str, job: ExportJob | WebhookJob) -> None:
    SqsJobQueue(clients.sqs, job_queue).send(job)
    (message,) = boto3.client("sqs").receive_message(QueueUrl=job_queue)["Messages"]
    assert type(job).of(json.loads(message["Body"])) == job


# Workflows


@dataclass
class Machine:
    """Workflows, what was started by which name, and the way in which one fails."""

    workflows: Workflows
    started: Callable[[], list[Job]]
    fail: Callable[[], object]


def in_memory() -> Machine:
    memory = MemoryWorkflows()
    return Machine(
        memory,
        lambda: [job for jobs in memory.started.values() for job in jobs],
        lambda: memory.failed.add(PHOTO_ID),
    )


def on_aws() -> Machine:
    client = boto3.client("stepfunctions")
    arn = client.create_state_machine(
        name="scandrop",
        definition=json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}),
        roleArn="arn:aws:iam::123456789012:role/scandrop",
    )["stateMachineArn"]

    def executions() -> list[str]:
        listed = client.list_executions(stateMachineArn=arn)["executions"]
        return sorted(execution["executionArn"] for execution in listed)

    def started() -> list[Job]:
        documents = [client.describe_execution(executionArn=each)["input"] for each in executions()]
        return [job_of(json.loads(document)) for document in documents]

    def fail() -> None:
        client.stop_execution(executionArn=executions()[-1])

    return Machine(StepFunctionsWorkflows(clients.stepfunctions, arn), started, fail)


@pytest.fixture(params=["memory", "stepfunctions"])
def machine(request: pytest.FixtureRequest) -> Machine:
    if request.param == "memory":
        return in_memory()
    request.getfixturevalue("mocked_aws")
    return on_aws()


def test_a_workflow_starts_with_its_job(machine: Machine) -> None:
    machine.workflows.start(PHOTO_ID, JOB)
    assert machine.started() == [JOB]


@pytest.mark.parametrize("job", [JOB, AGAIN])
def test_a_workflow_of_one_name_starts_once(machine: Machine, job: Job) -> None:
    """Whether the second job is the same or not."""
    machine.workflows.start(PHOTO_ID, JOB)
    machine.workflows.start(PHOTO_ID, job)
    assert machine.started() == [JOB]


def test_each_name_has_a_workflow_of_its_own(machine: Machine) -> None:
    machine.workflows.start(PHOTO_ID, JOB)
    machine.workflows.start(an_id(2), AGAIN)
    assert sorted(machine.started(), key=str) == sorted([JOB, AGAIN], key=str)


def test_a_workflow_that_failed_is_begun_anew_and_knows_it(machine: Machine) -> None:
    for times in (1, 2, 3):
        machine.workflows.start(PHOTO_ID, JOB)
        machine.workflows.start(PHOTO_ID, JOB)
        assert machine.started() == [JOB, AGAIN, AGAIN][:times]
        machine.fail()


# What moto does not play


ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:scandrop"
EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:scandrop"


def taken(stubber: Stubber, name: str, status: str) -> None:
    """An execution of this name is there."""
    stubber.add_client_error("start_execution", "ExecutionAlreadyExists", "Taken.", 400)
    stubber.add_response(
        "describe_execution",
        {
            "executionArn": f"{EXECUTION}:{name}",
            "stateMachineArn": ARN,
            "status": status,
            "startDate": 0,
        },
        {"executionArn": f"{EXECUTION}:{name}"},
    )


@pytest.mark.parametrize("status", ["RUNNING", "SUCCEEDED", "PENDING_REDRIVE"])
def test_what_runs_or_has_ended_well_stays_as_it_is(credentials: None, status: str) -> None:
    client = boto3.client("stepfunctions")
    with Stubber(client) as stubber:
        taken(stubber, PHOTO_ID, status)
        StepFunctionsWorkflows(lambda: client, ARN).start(PHOTO_ID, JOB)
        stubber.assert_no_pending_responses()


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_in_place_of_what_failed_another_is_started(credentials: None, status: str) -> None:
    client = boto3.client("stepfunctions")
    with Stubber(client) as stubber:
        taken(stubber, PHOTO_ID, status)
        taken(stubber, f"{PHOTO_ID}-2", status)
        stubber.add_response(
            "start_execution",
            {"executionArn": f"{EXECUTION}:{PHOTO_ID}-3", "startDate": 0},
            {
                "stateMachineArn": ARN,
                "name": f"{PHOTO_ID}-3",
                "input": json.dumps(to_wire(AGAIN)),
            },
        )
        StepFunctionsWorkflows(lambda: client, ARN).start(PHOTO_ID, JOB)
        stubber.assert_no_pending_responses()


def test_an_execution_that_cannot_be_described_is_a_fault(credentials: None) -> None:
    client = boto3.client("stepfunctions")
    with Stubber(client) as stubber:
        stubber.add_client_error("start_execution", "ExecutionAlreadyExists", "Taken.", 400)
        stubber.add_client_error("describe_execution", "AccessDeniedException", "No.", 403)
        with pytest.raises(ServiceUnavailable):
            StepFunctionsWorkflows(lambda: client, ARN).start(PHOTO_ID, JOB)
