"""Whether a role may do something, for what MiniStack does without asking."""

import logging

from ministack.core import iam_evaluator
from ministack.services import iam

log = logging.getLogger(__name__)


def may(role_arn: str, action: str, resource: str) -> bool:
    """Whether the role's policies allow this; the log tells when not."""
    account, name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    policies = iam_evaluator._gather_role_policies(name, account)
    limits = iam_evaluator._permissions_boundary(iam._roles, name, account)
    region = resource.split(":")[3]
    asked = iam_evaluator.EvalContext(role_arn, "AssumedRole", account, action, resource, region)
    allowed: bool = iam_evaluator.evaluate(asked, policies, *limits).decision == "Allow"
    if not allowed:
        log.error("%s may not %s on %s", role_arn, action, resource)
    return allowed


def may_all(role_arn: str, resource: str, *actions: str) -> bool:
    """Whether it may do each of these to one resource."""
    return all(may(role_arn, action, resource) for action in actions)
