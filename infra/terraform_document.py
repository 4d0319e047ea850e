"""Puts right what Chalice 1.34 writes for Terraform.

Its own form asks for Terraform < 1.4 and the AWS provider < 5. What stands in the way of newer ones
is little, and is repaired here; so is what it leaves out and `make deploy` sets by itself. Every
argument was compared with the schemas of the providers 5.99 and 6.25.

https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/guides/version-6-upgrade.html.markdown
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from infra.account import Account
from infra.finish import REPORTS
from infra.stage import Stage

Document = dict[str, Any]

#: Preconditions and the arguments used here; both still to be had from every mirror.
TERRAFORM_VERSIONS = ">= 1.5.0, < 2.0.0"
#: Provider 5.76 was the first to know Python 3.13, 6.20 Python 3.14.
AWS_VERSIONS = ">= 5.99.0, < 7.0.0"
#: Terraform fills it in: the policies are written before there is an API.
WEBSOCKET_API_ID = "${aws_apigatewayv2_api.websocket_api.id}"

_REST, _WEBSOCKET = "rest_api", "websocket_api_stage"


@dataclass(frozen=True)
class Target:
    """What the document is made for."""

    stage: Stage
    #: Where the stack is. Its credentials are not used.
    account: Account
    #: Of the stack.
    outputs: Mapping[str, str]


def repaired(document: Mapping[str, Any], target: Target) -> Document:
    """The same application, for today's Terraform, and with all that `make deploy` sets."""
    mended = deepcopy(dict(document))
    for repair in (
        _ask_for_today,
        _stay_where_the_stack_is,
        _serve_the_rest_api,
        _serve_the_websocket_api,
        _keep_logs,
        _order_functions,
        _allow_before_notifying,
        _keep_failed_events,
        _report_failed_jobs,
    ):
        repair(mended, target)
    result: Document = _with_region_by_id(mended)
    return result


def _ask_for_today(document: Document, target: Target) -> None:
    """The provider `null` served a data source that nothing reads."""
    document["terraform"] = {
        "required_version": TERRAFORM_VERSIONS,
        "required_providers": {"aws": {"source": "hashicorp/aws", "version": AWS_VERSIONS}},
    }
    document["data"].pop("null_data_source", None)


def _stay_where_the_stack_is(document: Document, target: Target) -> None:
    """Elsewhere these functions would find no table; refuse before anything is made."""
    for source, fact, must_be in (
        ("aws_caller_identity", "account_id", target.account.account_id),
        ("aws_region", "id", target.account.region),
    ):
        document["data"][source]["chalice"]["lifecycle"] = {
            "postcondition": {
                "condition": f'${{self.{fact} == "{must_be}"}}',
                "error_message": f"{target.stage.stack_name} is in {must_be}, and this is not.",
            }
        }


def _serve_the_rest_api(document: Document, target: Target) -> None:
    """Since provider 6 a deployment makes no stage, to which tracing and throttling belong too."""
    resources = document["resource"]
    deployment = resources["aws_api_gateway_deployment"][_REST]
    stage_name = deployment.pop("stage_name")
    deployment["triggers"] = {"redeployment": deployment.pop("stage_description")}
    deployment["lifecycle"] = {"create_before_destroy": True}
    api_id = deployment["rest_api_id"]
    resources["aws_api_gateway_stage"] = {
        _REST: {
            "rest_api_id": api_id,
            "deployment_id": f"${{aws_api_gateway_deployment.{_REST}.id}}",
            "stage_name": stage_name,
            "xray_tracing_enabled": bool(target.stage.settings.get("xray")),
        }
    }
    resources["aws_api_gateway_method_settings"] = {
        _REST: {
            "rest_api_id": api_id,
            "stage_name": f"${{aws_api_gateway_stage.{_REST}.stage_name}}",
            "method_path": "*/*",
            "settings": _throttling(target),
        }
    }
    document["output"]["EndpointURL"]["value"] = f"${{aws_api_gateway_stage.{_REST}.invoke_url}}"


def _serve_the_websocket_api(document: Document, target: Target) -> None:
    """A deployment is a copy of the routes as they were: make a new one when they change."""
    resources = document["resource"]
    routes = [resources[f"aws_apigatewayv2_{kind}"] for kind in ("route", "integration")]
    digest = hashlib.sha256(json.dumps(routes, sort_keys=True).encode()).hexdigest()
    deployment = resources["aws_apigatewayv2_deployment"]["websocket_api_deployment"]
    deployment["triggers"] = {"redeployment": digest}
    deployment["lifecycle"] = {"create_before_destroy": True}
    resources["aws_apigatewayv2_stage"][_WEBSOCKET]["default_route_settings"] = _throttling(target)
    # Chalice's own spells `amazonaws.com`, which is another in China.
    document["output"]["WebsocketConnectEndpointURL"]["value"] = (
        f"${{aws_apigatewayv2_stage.{_WEBSOCKET}.invoke_url}}"
    )


def _throttling(target: Target) -> dict[str, int]:
    return {
        "throttling_rate_limit": int(target.outputs["RequestsPerSecond"]),
        "throttling_burst_limit": int(target.outputs["RequestBurst"]),
    }


def _keep_logs(document: Document, target: Target) -> None:
    """Chalice cannot write a log group for Terraform; without one, Lambda keeps logs for ever."""
    days = target.stage.settings.get("log_retention_in_days")
    if days is None:
        return
    document["resource"]["aws_cloudwatch_log_group"] = {
        name: {"name": f"/aws/lambda/{function['function_name']}", "retention_in_days": days}
        for name, function in _functions(document)
    }


def _order_functions(document: Document, target: Target) -> None:
    """A function needs its rights when it is made (in a VPC), and its log group before it runs."""
    groups = document["resource"].get("aws_cloudwatch_log_group", {})
    for name, function in _functions(document):
        role = function["role"].removeprefix("${aws_iam_role.").removesuffix(".arn}")
        needs = [f"aws_iam_role_policy.{role}"]
        if name in groups:
            needs.append(f"aws_cloudwatch_log_group.{name}")
        function["depends_on"] = [*function.get("depends_on", ()), *needs]


def _allow_before_notifying(document: Document, target: Target) -> None:
    """S3 refuses to notify a function that it may not call yet."""
    resources = document["resource"]
    allowed = sorted(
        f"aws_lambda_permission.{name}"
        for name, permission in resources["aws_lambda_permission"].items()
        if permission["principal"].startswith("s3.")
    )
    for notification in resources["aws_s3_bucket_notification"].values():
        notification["depends_on"] = allowed


def _keep_failed_events(document: Document, target: Target) -> None:
    """As `finish.keep_failed_events`, which a test compares."""
    document["resource"]["aws_lambda_function_event_invoke_config"] = {
        "photo_uploaded": {
            "function_name": "${aws_lambda_function.photo_uploaded.function_name}",
            "maximum_retry_attempts": 2,
            "maximum_event_age_in_seconds": 6 * 60 * 60,
            "destination_config": {
                "on_failure": {"destination": target.outputs["DeadLetterQueueArn"]}
            },
        }
    }


def _report_failed_jobs(document: Document, target: Target) -> None:
    """As `finish.report_failed_jobs`, which a test compares."""
    for mapping in document["resource"]["aws_lambda_event_source_mapping"].values():
        mapping["function_response_types"] = REPORTS


def _functions(document: Document) -> Iterator[tuple[str, Document]]:
    yield from document["resource"]["aws_lambda_function"].items()


def _with_region_by_id(part: Any) -> Any:
    """The region's `name` is going away, its `region` is new in provider 6; both know its `id`."""
    if isinstance(part, str):
        return part.replace("data.aws_region.chalice.name", "data.aws_region.chalice.id")
    if isinstance(part, Mapping):
        return {key: _with_region_by_id(inner) for key, inner in part.items()}
    return [_with_region_by_id(inner) for inner in part] if isinstance(part, list) else part
