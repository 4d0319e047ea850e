"""`.chalice/config.json`: what Chalice makes of it, and that it is what we mean."""

import inspect
from collections.abc import Mapping
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.config import Config
from chalice.deploy import models
from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder
from chalice.deploy.validate import validate_configuration

from chalicelib import limits
from chalicelib.aws import clients
from infra.stage import ROOT, Stage, chalice_config
from tests.contract.policy_watch import config_of, lambda_functions

STAGES = [Stage(name) for name in chalice_config()["stages"]]
#: The functions that a visitor's request or message waits for.
ANSWERING = {
    "api_handler",
    "websocket_connect",
    "websocket_message",
    "websocket_disconnect",
}
#: The functions that decode.
DECODING = {"process_photos", "validate_photo", "render_photo", "watermark_photo"}
FUNCTIONS = {
    *ANSWERING,
    *DECODING,
    *("photo_uploaded", "expire_photos", "moderate_photo", "publish_photo", "reject_photo"),
}
#: API Gateway gives up on us, for HTTP and for WebSockets.
GATEWAY_SECONDS = 29
#: Memory at which Lambda gives one whole processor; more helps only code that runs in parallel.
ONE_PROCESSOR_MB = 1769
#: Concurrency of an account in one region, and how much of it Lambda keeps for all functions that
#: reserve none. A new account has less, and must ask for more before `prod` can be deployed.
#: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
ACCOUNT_CONCURRENCY, UNRESERVED_CONCURRENCY = 1000, 100
#: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
RETENTION_DAYS = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731}

both = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)


class Reads(Config):
    """Notes which keys Chalice's own code reads, and how deep in the file it looks for them."""

    def __init__(self) -> None:
        super().__init__(user_provided_params={"chalice_app": Chalice(app_name="any")})
        self.of_file = {"version", "stages", "lambda_functions"}
        self.of_stage = {"lambda_functions"}
        self.of_function: set[str] = set()
        for name, _ in inspect.getmembers(Config, lambda member: isinstance(member, property)):
            getattr(self, name)

    def _chain_lookup(
        self, name: str, varies_per_chalice_stage: bool = False, varies_per_function: bool = False
    ) -> Any:
        self.of_file.add(name)
        if varies_per_chalice_stage:
            self.of_stage.add(name)
        if varies_per_function:
            self.of_function.add(name)
        return super()._chain_lookup(name, varies_per_chalice_stage, varies_per_function)

    def _chain_merge(self, name: str) -> dict[str, Any]:
        for names in (self.of_file, self.of_stage, self.of_function):
            names.add(name)
        return super()._chain_merge(name)


def test_chalice_reads_every_key_that_we_write() -> None:
    """It ignores all others, and says nothing."""
    reads, written = Reads(), chalice_config()
    assert set(written) <= reads.of_file
    for settings in written["stages"].values():
        assert set(settings) <= reads.of_stage
        for of_function in settings["lambda_functions"].values():
            assert set(of_function) <= reads.of_function


def test_the_keys_that_chalice_reads_are_really_known() -> None:
    """Or the test above would pass whatever is written."""
    reads = Reads()
    assert "lambda_memory_size" in reads.of_function
    assert {"xray", "tags"} <= reads.of_stage
    assert "lambda_architecture" not in reads.of_function
    assert not {"memory", "lambda_memory", "stages"} & reads.of_stage


def test_there_are_the_stages_that_the_documents_name() -> None:
    assert {stage.name for stage in STAGES} >= {"dev", "prod"}


@both
def test_every_function_of_the_application_is_configured_and_no_other(stage: Stage) -> None:
    assert set(lambda_functions(stage)) == set(stage.handlers) == FUNCTIONS


@both
def test_chalice_takes_the_configuration(stage: Stage) -> None:
    validate_configuration(config_of(stage))


@both
def test_the_api_is_regional_and_its_stage_has_the_name_of_ours(stage: Stage) -> None:
    config = config_of(stage)
    assert config.api_gateway_stage == stage.name
    assert config.api_gateway_endpoint_type == "REGIONAL"
    assert config.app_name == "scandrop"


@both
def test_each_function_has_a_role_of_its_own_from_a_policy_of_its_own(stage: Stage) -> None:
    for name, function in lambda_functions(stage).items():
        role = function.role
        assert isinstance(role, models.ManagedIAMRole)
        assert isinstance(role.policy, models.FileBasedIAMPolicy)
        assert role.role_name == stage.role_name(name)
        assert role.policy.filename == str(ROOT / ".chalice" / "policies" / f"{name}.json")


@both
def test_functions_have_the_names_that_the_deployment_expects(stage: Stage) -> None:
    for name, function in lambda_functions(stage).items():
        assert function.function_name == stage.function_name(name)


@both
def test_chalice_keeps_the_logs_of_the_functions(stage: Stage) -> None:
    """Not those of `api_handler`: it makes a group for the handler's name, but Lambda writes to the
    one of the function's name. The deployment makes that one.
    """
    for name, function in lambda_functions(stage).items():
        group = function.log_group
        assert isinstance(group, models.LogGroup)
        assert group.retention_in_days in RETENTION_DAYS
        assert (group.log_group_name == f"/aws/lambda/{function.function_name}") == (
            name != "api_handler"
        )


def _patience_seconds() -> float:
    """How long our clients try one call, at most: all attempts, and the waits in between."""
    config: Mapping[str, Any] = vars(clients._PATIENCE)
    attempts = config["retries"]["total_max_attempts"]
    waits = sum(2**number for number in range(attempts - 1))
    return float(attempts * (config["connect_timeout"] + config["read_timeout"]) + waits)


@both
def test_a_function_outlives_one_call_to_aws_that_fails_slowly(stage: Stage) -> None:
    """So that it is our own answer that a visitor gets, and our own line that stands in the log."""
    for function in lambda_functions(stage).values():
        assert function.timeout > _patience_seconds()


@both
def test_nobody_pays_for_an_answer_that_api_gateway_no_longer_waits_for(stage: Stage) -> None:
    functions = lambda_functions(stage)
    for name in ANSWERING:
        assert functions[name].timeout < GATEWAY_SECONDS
    for name in FUNCTIONS - ANSWERING - {"expire_photos"}:
        assert 30 <= functions[name].timeout <= 60
    # Whatever it has begun when its time is over, ends within a minute.
    assert functions["expire_photos"].timeout == limits.EXPIRY_SECONDS + 60


@both
def test_a_function_has_time_for_all_that_it_is_given_at_once(stage: Stage) -> None:
    functions = lambda_functions(stage)
    for name in DECODING:
        jobs = limits.JOBS_AT_ONCE if name == "process_photos" else 1
        assert functions[name].timeout > jobs * limits.DECODE_WALL_SECONDS
    assert functions["websocket_message"].timeout > limits.DECODE_WALL_SECONDS, "of a preview"


@both
def test_a_function_that_decodes_has_the_memory_that_a_picture_may_take(stage: Stage) -> None:
    """Beside it there are Python, boto3 and the upload itself."""
    functions = lambda_functions(stage)
    for name in DECODING:
        assert functions[name].memory_size * 2**20 > limits.DECODE_BYTES_HEIF + 256 * 2**20
    # A preview is a JPEG, for whose process the memory that speed asks for is plenty.
    assert functions["websocket_message"].memory_size * 2**20 > limits.DECODE_BYTES + 256 * 2**20


@both
def test_jobs_come_as_the_application_takes_them(stage: Stage) -> None:
    application = ApplicationGraphBuilder().build(config_of(stage), stage.name)
    found = DependencyBuilder().build_dependencies(application)
    (source,) = (each for each in found if isinstance(each, models.SQSEventSource))
    assert source.lambda_function.resource_name == "process_photos"
    assert (source.batch_size, source.maximum_concurrency) == (
        limits.JOBS_AT_ONCE,
        limits.JOB_FUNCTIONS,
    )


@both
def test_memory_is_for_speed_where_somebody_waits(stage: Stage) -> None:
    """The processor's share grows with it; what most need of memory itself is 60 MB."""
    memory = {name: f.memory_size for name, f in lambda_functions(stage).items()}
    assert all(128 < each <= ONE_PROCESSOR_MB for each in memory.values())
    assert memory["photo_uploaded"] == max(memory.values()), "on the way from phone to screen"
    assert memory["websocket_disconnect"] == min(memory.values()), "nobody waits for it"


@both
def test_a_flood_of_calls_leaves_room_for_photos_in_production(stage: Stage) -> None:
    reserved = {
        name: function.reserved_concurrency
        for name, function in lambda_functions(stage).items()
        if function.reserved_concurrency
    }
    if stage.name == "prod":
        assert set(reserved) == {"photo_uploaded"}
        assert reserved["photo_uploaded"] <= ACCOUNT_CONCURRENCY - UNRESERVED_CONCURRENCY
    else:
        assert not reserved, "a new account has ten in all, of which none can be reserved"


@both
def test_tags_say_whose_function_it_is(stage: Stage) -> None:
    for function in lambda_functions(stage).values():
        assert function.tags["application"] == "scandrop"
        assert function.tags["stage"] == stage.name


@both
def test_the_runtime_is_the_one_that_is_tested(stage: Stage) -> None:
    assert {f.architecture for f in lambda_functions(stage).values()} == {"x86_64"}


@both
def test_nothing_of_one_deployment_stands_in_the_file(stage: Stage) -> None:
    """Names of resources are outputs of the stack; the build adds them."""
    assert config_of(stage).environment_variables == {}
    assert all(f.environment_variables == {} for f in lambda_functions(stage).values())


@both
def test_tracing_is_decided_for_a_stage_as_a_whole(stage: Stage) -> None:
    """The policies go by the stage: see `Tracing` in infra/policies.py."""
    traced = {function.xray for function in lambda_functions(stage).values()}
    assert traced == {stage.settings["xray"]}
