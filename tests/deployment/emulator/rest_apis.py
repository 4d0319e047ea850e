"""What the REST APIs of stock MiniStack lack for `chalice deploy`."""

import json
from collections.abc import Iterable
from typing import Any

from ministack.services import apigateway_v1 as gateway
from ministack.services import cognito

Answer = tuple[int, dict[str, str], bytes]

_route = gateway.handle_request
_patch = gateway._apply_patch
_put_integration = gateway._import_operation


def repair() -> None:
    """Wrap its functions."""
    gateway.handle_request = _route_imports_too
    gateway._apply_patch = _apply_patch
    gateway._import_operation = _import_operation
    gateway._fetch_jwks = _fetch_jwks


async def _route_imports_too(
    method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
) -> Answer:
    """Stock routes neither ImportRestApi nor PutRestApi, though it has an importer."""
    parts = path.strip("/").split("/")
    if method == "POST" and parts == ["restapis"] and query.get("mode") == ["import"]:
        api_id = gateway._import_rest_api(json.loads(body), _settings(json.loads(body), query))
        return _described(api_id, 201)
    if method == "PUT" and len(parts) == 2 and parts[0] == "restapis":
        return _overwrite(parts[1], json.loads(body))
    answer: Answer = await _route(method, path, headers, body, query)
    return answer


def _settings(spec: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
    """What ImportRestApi takes beside the paths."""
    settings: dict[str, Any] = {
        "binaryMediaTypes": spec.get("x-amazon-apigateway-binary-media-types", []),
        "policy": spec.get("x-amazon-apigateway-policy"),
        "endpointConfiguration": {"types": ["EDGE"]},
    }
    for name, values in query.items():
        if name == "endpointConfigurationTypes":
            settings["endpointConfiguration"] = {"types": list(values)}
    return settings


def _overwrite(api_id: str, spec: dict[str, Any]) -> Answer:
    """Give an API the paths of another description; its id, its stages and its settings stay."""
    if api_id not in gateway._rest_apis:
        answer: Answer = gateway._get_rest_api(api_id)
        return answer
    other = gateway._import_rest_api(spec, _settings(spec, {}))
    gateway._resources[api_id] = gateway._resources[other]
    gateway._authorizers_v1[api_id] = gateway._authorizers_v1[other]
    # What the description does not tell of is gone.
    gateway._gateway_responses.pop(api_id, None)
    gateway._rest_apis[api_id]["binaryMediaTypes"] = gateway._rest_apis[other]["binaryMediaTypes"]
    gateway._delete_rest_api(other)
    return _described(api_id, 200)


async def _fetch_jwks(url: str) -> dict[str, Any]:
    """Stock asks itself for the keys of a user pool by plain HTTP, and is reached by TLS only."""
    *_, pool_id, _well_known, _name = url.split("/")
    _, _, body = cognito.well_known_jwks(pool_id)
    keys: dict[str, Any] = json.loads(body)
    return keys


def _described(api_id: str, status: int) -> Answer:
    answer: Answer = gateway._v1_response(
        gateway._rest_api_view(gateway._rest_apis[api_id]), status
    )
    return answer


def _apply_patch(target: dict[str, Any], operations: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Patches of lists, and of a number that is not to be there.

    Stock turns the list into an object for `/endpointConfiguration/types/X`, does not decode
    `/binaryMediaTypes/image~1jpeg`, and keeps "" as the value of `/minimumCompressionSize`.
    """
    for operation in operations:
        keys = [
            gateway._decode_json_pointer_token(key)
            for key in operation.get("path", "").lstrip("/").split("/")
        ]
        if keys == ["minimumCompressionSize"]:
            target[keys[0]] = int(operation["value"]) if operation.get("value") else None
        elif keys[:2] == ["endpointConfiguration", "types"]:
            target["endpointConfiguration"]["types"] = [operation["value"]]
        elif keys[0] == "binaryMediaTypes" and len(keys) == 2:
            _patch_list(target.setdefault("binaryMediaTypes", []), operation["op"], keys[1])
        else:
            _patch(target, [operation])
    return target


def _patch_list(values: list[str], kind: str, value: str) -> None:
    if kind == "remove":
        values.remove(value)
    elif value not in values:
        values.append(value)


def _import_operation(
    api_id: str,
    resource_id: str,
    method: str,
    operation: dict[str, Any],
    schemes: Any = None,
    security: Any = None,
) -> None:
    """Stock imports no more of an integration than its address.

    A MOCK answers a browser's preflight with the headers that it is described with.
    """
    _put_integration(api_id, resource_id, method, operation, schemes, security)
    described = operation.get("x-amazon-apigateway-integration") or {}
    kept = gateway._resources[api_id][resource_id]["resourceMethods"][method]["methodIntegration"]
    if kept is None:
        return
    kept["requestTemplates"] = described.get("requestTemplates", {})
    kept["passthroughBehavior"] = described.get("passthroughBehavior", "when_no_match").upper()
    kept["contentHandling"] = described.get("contentHandling")
    for pattern, response in described.get("responses", {}).items():
        kept["integrationResponses"][response["statusCode"]] = {
            "statusCode": response["statusCode"],
            "selectionPattern": "" if pattern == "default" else pattern,
            "responseParameters": response.get("responseParameters", {}),
            "responseTemplates": response.get("responseTemplates", {}),
        }
