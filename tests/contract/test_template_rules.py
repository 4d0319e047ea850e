"""infra/template.yaml refuses parameters that contradict each other, before anything is made."""

import itertools
from collections.abc import Mapping

import pytest

from tests.contract.template import TEMPLATE, template
from tests.contract.template_variants import VARIANTS

SOURCE = template(TEMPLATE)


def _refused(given: Mapping[str, str]) -> list[str]:
    """What the rules say of these parameters."""
    parameters = dict.fromkeys(SOURCE["Parameters"], "") | dict(given)

    def holds(node: dict[str, list[object]]) -> bool:
        ((function, arguments),) = node.items()
        if function == "Fn::Equals":
            reference, wanted = arguments
            return parameters[reference["Ref"]] == wanted  # type: ignore[index]
        values = [holds(argument) for argument in arguments]  # type: ignore[arg-type]
        return not values[0] if function == "Fn::Not" else any(values)

    rules = itertools.chain.from_iterable(rule["Assertions"] for rule in SOURCE["Rules"].values())
    return [rule["AssertDescription"] for rule in rules if not holds(rule["Assert"])]


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_belongs_together_is_accepted(variant: str) -> None:
    assert _refused(VARIANTS[variant]) == []


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("SiteDomain", "CertificateArn"),
        ("CertificateArn", "SiteDomain"),
        ("HostedZoneId", "SiteDomain"),
        ("VpcId", "SubnetIds"),
        ("SubnetIds", "VpcId"),
        ("RouteTableIds", "VpcId"),
        ("BackupKmsKeyArn", "BackupBucketArn"),
        ("WebhookUrl", "WebhookSecretName"),
        ("WebhookSecretName", "WebhookUrl"),
    ],
)
def test_half_of_what_belongs_together_is_refused_by_name(name: str, missing: str) -> None:
    (said,) = _refused({name: "given"})
    assert said.startswith(name)
    assert missing in said


def test_a_backup_of_what_is_encrypted_needs_a_key_there() -> None:
    (said,) = _refused({"KmsKeyArn": "given", "BackupBucketArn": "given"})
    assert "BackupKmsKeyArn" in said
