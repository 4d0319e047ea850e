import pytest

from infra.present import refuse_elsewhere
from infra.problems import StageElsewhere
from infra.stage import Stage
from tests.unit.infra.cloud import REGION
from tests.unit.infra.deployed import Deployed

DEV = Stage("dev")
ROLE = DEV.role_name("api_handler")


def a_cloud_with_the_stage_in(region: str) -> Deployed:
    logs = f"arn:aws:logs:{region}:123456789012:log-group:/aws/lambda/scandrop-dev:*"
    policy = {"Statement": [{"Action": ["logs:PutLogEvents"], "Resource": [logs]}]}
    return Deployed(roles={ROLE}, policies={ROLE: {ROLE: policy}})


@pytest.mark.parametrize(
    "cloud",
    [Deployed(), Deployed(roles={ROLE}), a_cloud_with_the_stage_in(REGION)],
    ids=["nowhere", "begun", "here"],
)
def test_a_stage_that_is_not_elsewhere_may_be_here(cloud: Deployed) -> None:
    refuse_elsewhere(cloud.account(), DEV)


def test_a_stage_does_not_take_the_rights_of_its_namesake_in_another_region() -> None:
    cloud = a_cloud_with_the_stage_in("us-west-2")
    with pytest.raises(StageElsewhere, match="AWS_REGION=us-west-2"):
        refuse_elsewhere(cloud.account(), DEV)
