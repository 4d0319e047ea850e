"""A private network for the functions, where a team has one."""

from tests.contract.template import make
from tests.contract.template_variants import VARIANTS

PLAIN = make()


def test_there_is_no_network_unless_asked() -> None:
    assert not any("EC2" in resource["Type"] for resource in PLAIN.resources.values())


def test_functions_in_a_network_call_aws_and_are_called_by_nobody() -> None:
    made = make(**VARIANTS["VPC"])
    (group,) = made.of_type("EC2::SecurityGroup").values()
    assert "SecurityGroupIngress" not in group
    ports = [(rule["FromPort"], rule["ToPort"]) for rule in group["SecurityGroupEgress"]]
    assert (group["VpcId"], ports) == ("vpc-0123abcd", [(443, 443)])
    assert not made.of_type("EC2::VPCEndpoint"), "the network has its own"
    assert made.outputs["SubnetIds"] == VARIANTS["VPC"]["SubnetIds"]
    assert made.outputs["SecurityGroupId"] == "FunctionsGroup.GroupId"


def test_photos_and_tables_are_reached_within_the_network() -> None:
    made = make(**VARIANTS["VPC and endpoints"])
    endpoints = {
        each["ServiceName"].rpartition(".")[2]: each
        for each in made.of_type("EC2::VPCEndpoint").values()
    }
    assert set(endpoints) == {"s3", "dynamodb", "sqs"}
    for service in ("s3", "dynamodb"):
        assert endpoints[service]["VpcEndpointType"] == "Gateway"
        assert endpoints[service]["RouteTableIds"] == ["rtb-0123abcd"]
    assert endpoints["sqs"]["SubnetIds"] == ["subnet-0123abcd", "subnet-4567ef01"]
    assert endpoints["sqs"]["PrivateDnsEnabled"] is True
    (rule,) = made["EndpointGroup"]["SecurityGroupIngress"]
    assert rule["SourceSecurityGroupId"] == "FunctionsGroup.GroupId"
    assert (rule["FromPort"], rule["ToPort"]) == (443, 443)
