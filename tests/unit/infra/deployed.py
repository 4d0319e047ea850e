"""Roles, functions, APIs and objects of an account in memory, as Chalice leaves them."""

import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import quote

from botocore.response import StreamingBody

from tests.unit.infra.cloud import ACCOUNT_ID, REGION, Cloud, Refused, Request


@dataclass
class Deployed(Cloud):
    """Everything by its name."""

    roles: set[str] = field(default_factory=set)
    #: Policies by role, and then by their own name.
    policies: dict[str, dict[str, Any]] = field(default_factory=dict)
    functions: set[str] = field(default_factory=set)
    groups: list[str] = field(default_factory=list)
    #: The function that each REST API calls, by the API's id.
    rest_apis: dict[str, str] = field(default_factory=dict)
    #: Names of WebSocket APIs by id.
    websocket_apis: dict[str, str] = field(default_factory=dict)
    #: What each stage of a WebSocket API serves.
    websocket_stages: dict[str, str] = field(default_factory=dict)
    #: Event source mappings: of any queue, of any function.
    mappings: list[dict[str, Any]] = field(default_factory=list)
    #: How often Lambda has no time for a change of them.
    busy: int = 0
    objects: dict[tuple[str, str], bytes] = field(default_factory=dict)
    requests: list[tuple[str, Request]] = field(default_factory=list)

    def get_role(self, asked: Request) -> dict[str, Any]:
        """One role."""
        name = asked["RoleName"]
        if name not in self.roles:
            raise Refused("NoSuchEntity", status=404)
        return {
            "Role": {
                "RoleName": name,
                "RoleId": name.ljust(16, "x"),
                "Path": "/",
                "Arn": f"arn:aws:iam::{ACCOUNT_ID}:role/{name}",
                "CreateDate": "2026-01-01",
            }
        }

    def put_role_policy(self, asked: Request) -> dict[str, Any]:
        """Set one policy of a role."""
        document = json.loads(asked["PolicyDocument"])
        self.policies.setdefault(asked["RoleName"], {})[asked["PolicyName"]] = document
        return {}

    def get_role_policy(self, asked: Request) -> dict[str, Any]:
        """One policy of a role, as IAM has it: percent-encoded."""
        role, name = asked["RoleName"], asked["PolicyName"]
        if name not in self.policies.get(role, {}):
            raise Refused("NoSuchEntity", status=404)
        return {
            "RoleName": role,
            "PolicyName": name,
            "PolicyDocument": quote(json.dumps(self.policies[role][name])),
        }

    def get_function_configuration(self, asked: Request) -> dict[str, Any]:
        """One function."""
        name = asked["FunctionName"]
        if name not in self.functions:
            raise Refused("ResourceNotFoundException", status=404)
        return {"FunctionName": name, "FunctionArn": function_arn(name)}

    def describe_log_groups(self, asked: Request) -> dict[str, Any]:
        """By prefix, as AWS does."""
        names = [name for name in self.groups if name.startswith(asked["logGroupNamePrefix"])]
        return {"logGroups": [{"logGroupName": name} for name in names]}

    def create_log_group(self, asked: Request) -> dict[str, Any]:
        """Make one that is not there."""
        if asked["logGroupName"] in self.groups:
            raise Refused("ResourceAlreadyExistsException")
        self.groups.append(asked["logGroupName"])
        return {}

    def delete_log_group(self, asked: Request) -> dict[str, Any]:
        """Delete one that is there."""
        if asked["logGroupName"] not in self.groups:
            raise Refused("ResourceNotFoundException")
        self.groups.remove(asked["logGroupName"])
        return {}

    def put_retention_policy(self, asked: Request) -> dict[str, Any]:
        """Of one that is there."""
        assert asked["logGroupName"] in self.groups
        return self._remembered("put_retention_policy", asked)

    def get_rest_apis(self, asked: Request) -> dict[str, Any]:
        """All have the same name, that of the application."""
        return {"items": [{"id": each, "name": "scandrop"} for each in self.rest_apis]}

    def get_resources(self, asked: Request) -> dict[str, Any]:
        """One path without methods, and one that calls the function."""
        arn = function_arn(self.rest_apis[asked["restApiId"]])
        uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations"
        method = {"httpMethod": "POST", "methodIntegration": {"uri": uri}}
        return {"items": [{"path": "/"}, {"path": "/s", "resourceMethods": {"POST": method}}]}

    def get_apis(self, asked: Request) -> dict[str, Any]:
        """WebSocket APIs."""
        return {
            "Items": [
                {
                    "ApiId": each,
                    "Name": name,
                    "ProtocolType": "WEBSOCKET",
                    "RouteSelectionExpression": "$request.body.action",
                }
                for each, name in self.websocket_apis.items()
            ]
        }

    def get_object(self, asked: Request) -> dict[str, Any]:
        """One object."""
        key = (asked["Bucket"], asked["Key"])
        if key not in self.objects:
            raise Refused("NoSuchKey", status=404)
        body = self.objects[key]
        return {"Body": StreamingBody(BytesIO(body), len(body))}

    def put_object(self, asked: Request) -> dict[str, Any]:
        """Keep one."""
        self.objects[asked["Bucket"], asked["Key"]] = asked["Body"]
        return {}

    def update_stage(self, asked: Request) -> dict[str, Any]:
        """Of either kind of API."""
        name = asked.get("StageName")
        if name and name not in self.websocket_stages:
            raise Refused("NotFoundException", status=404)
        if "DeploymentId" in asked:
            self.websocket_stages[asked["StageName"]] = asked["DeploymentId"]
        return self._remembered("update_stage", asked)

    def create_stage(self, asked: Request) -> dict[str, Any]:
        """Of a WebSocket API."""
        assert asked["StageName"] not in self.websocket_stages
        self.websocket_stages[asked["StageName"]] = asked["DeploymentId"]
        return {"StageName": asked["StageName"]}

    def create_deployment(self, asked: Request) -> dict[str, Any]:
        """Of either kind of API."""
        if "ApiId" in asked:
            return {"DeploymentId": f"deployment of {asked['ApiId']}"}
        self._remembered("create_deployment", asked)
        return {"id": f"deployment of {asked['restApiId']}"}

    def put_gateway_response(self, asked: Request) -> dict[str, Any]:
        """What an HTTP API answers by itself."""
        return self._remembered("put_gateway_response", asked)

    def put_function_event_invoke_config(self, asked: Request) -> dict[str, Any]:
        """Where failed events go."""
        return self._remembered("put_function_event_invoke_config", asked)

    def list_event_source_mappings(self, asked: Request) -> dict[str, Any]:
        """Of a queue; a change that was asked for is made meanwhile."""
        source = asked["EventSourceArn"]
        found = [each for each in self.mappings if each["EventSourceArn"] == source]
        answer = {"EventSourceMappings": [dict(each) for each in found]}
        for each in found:
            if each["State"] in ("Creating", "Updating"):
                each["State"] = "Enabled"
        return answer

    def update_event_source_mapping(self, asked: Request) -> dict[str, Any]:
        """Begin a change of one."""
        if self.busy:
            self.busy -= 1
            raise Refused("ResourceInUseException", status=400)
        (mapping,) = [each for each in self.mappings if each["UUID"] == asked["UUID"]]
        assert mapping["State"] in ("Enabled", "Disabled")
        mapping |= {"FunctionResponseTypes": asked["FunctionResponseTypes"]}
        mapping["State"] = "Updating" if asked["Enabled"] else "Disabled"
        return self._remembered("update_event_source_mapping", asked)

    def _remembered(self, operation: str, asked: Request) -> dict[str, Any]:
        self.requests.append((operation, asked))
        return {}


QUEUE_ARN = f"arn:aws:sqs:{REGION}:{ACCOUNT_ID}:scandrop-dev-jobs"


def a_mapping(function: str, **facts: Any) -> dict[str, Any]:
    """What gives the jobs of the queue to a function, as Chalice makes it."""
    return {
        "UUID": f"mapping of {function}",
        "EventSourceArn": QUEUE_ARN,
        "FunctionArn": function_arn(function),
        "State": "Enabled",
        **facts,
    }


def function_arn(name: str) -> str:
    """As Lambda writes it."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{name}"
