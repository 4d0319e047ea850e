"""Everything in the account that anything of Scandrop could be."""

from typing import Any

import jmespath  # type: ignore[import-untyped]

from tests.deployment.cloud import Cloud

#: Kind → service, operation, its parameters, and what of the answer names the things.
_LISTS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "stacks": ("cloudformation", "describe_stacks", {}, "Stacks[].StackName"),
    "functions": ("lambda", "list_functions", {}, "Functions[].FunctionName"),
    "roles": ("iam", "list_roles", {}, "Roles[].RoleName"),
    "log groups": ("logs", "describe_log_groups", {}, "logGroups[].logGroupName"),
    "REST APIs": ("apigateway", "get_rest_apis", {}, "items[].id"),
    "WebSocket APIs": ("apigatewayv2", "get_apis", {}, "Items[].ApiId"),
    "buckets": ("s3", "list_buckets", {}, "Buckets[].Name"),
    "tables": ("dynamodb", "list_tables", {}, "TableNames[]"),
    "parameters": ("ssm", "describe_parameters", {}, "Parameters[].Name"),
    "queues": ("sqs", "list_queues", {}, "QueueUrls[]"),
    "event source mappings": (
        "lambda",
        "list_event_source_mappings",
        {},
        "EventSourceMappings[].UUID",
    ),
    "state machines": ("stepfunctions", "list_state_machines", {}, "stateMachines[].name"),
    "event buses": ("events", "list_event_buses", {}, "EventBuses[].Name"),
    "rules": ("events", "list_rules", {}, "Rules[].Name"),
    "API destinations": ("events", "list_api_destinations", {}, "ApiDestinations[].Name"),
    "connections": ("events", "list_connections", {}, "Connections[].Name"),
    "pipes": ("pipes", "list_pipes", {}, "Pipes[].Name"),
    "user pools": ("cognito-idp", "list_user_pools", {"MaxResults": 60}, "UserPools[].Id"),
    "alarms": ("cloudwatch", "describe_alarms", {}, "MetricAlarms[].AlarmName"),
    "dashboards": ("cloudwatch", "list_dashboards", {}, "DashboardEntries[].DashboardName"),
    "topics": ("sns", "list_topics", {}, "Topics[].TopicArn"),
    "distributions": ("cloudfront", "list_distributions", {}, "DistributionList.Items[].Id"),
    "origin access controls": (
        "cloudfront",
        "list_origin_access_controls",
        {},
        "OriginAccessControlList.Items[].Id",
    ),
    "headers policies": (
        "cloudfront",
        "list_response_headers_policies",
        {"Type": "custom"},
        "ResponseHeadersPolicyList.Items[].ResponseHeadersPolicy.Id",
    ),
    "cache policies": (
        "cloudfront",
        "list_cache_policies",
        {"Type": "custom"},
        "CachePolicyList.Items[].CachePolicy.Id",
    ),
}


def of(cloud: Cloud) -> dict[str, set[str]]:
    """The names of everything, by kind."""
    return {kind: names(cloud, kind) for kind in _LISTS}


def names(cloud: Cloud, kind: str) -> set[str]:
    """The names of everything of one kind."""
    service, operation, parameters, where = _LISTS[kind]
    client = cloud.client(service)
    if client.can_paginate(operation):
        pages = client.get_paginator(operation).paginate(**parameters)
        return {name for name in pages.search(where) if name}
    return set(jmespath.search(where, getattr(client, operation)(**parameters)) or ())
