"""infra/template.yaml: who is told of photos that are ready, and of what."""

import json
import re
from typing import Any

import pytest

from chalicelib.aws.items import photo_values, settled_values, to_item
from chalicelib.keys import rendition_key
from chalicelib.photo import PhotoFacts, PhotoState, RenditionName
from infra.deadletters import EVENT_SOURCE, EVENT_TYPE
from tests.builders import a_stored_photo, some_renditions
from tests.contract.template import ACCOUNT, STACK, make
from tests.contract.template_variants import VARIANTS
from tests.fakes import START

PLAIN = make()
WEBHOOK = make(**VARIANTS["webhook"])


def _event() -> dict[str, Any]:
    """What the stream says of a photo that has become READY, with all that there may be."""
    facts = PhotoFacts("JPEG", 4000, 3000, camera="Pixel", position="+48.2+16.3/")
    stored = a_stored_photo(album_id="wedding")
    ready = stored.ready(some_renditions(), facts, START + 9)
    return {
        "eventName": "MODIFY",
        "dynamodb": {
            "OldImage": to_item(photo_values(stored)),
            "NewImage": to_item(photo_values(ready) | settled_values(ready)),
        },
    }


def _matches(pattern: Any, event: Any) -> bool:
    """EventBridge's matching, as far as our pattern uses it."""
    if isinstance(pattern, dict):
        return all(name in event and _matches(each, event[name]) for name, each in pattern.items())
    (wanted,) = pattern
    if isinstance(wanted, dict):
        return event not in wanted["anything-but"]
    return bool(event == wanted)


def _told(event: dict[str, Any]) -> bool:
    filters = PLAIN["PhotosPipe"]["SourceParameters"]["FilterCriteria"]["Filters"]
    return any(_matches(json.loads(each["Pattern"]), event) for each in filters)


def test_a_photo_is_told_of_when_it_becomes_ready_and_never_again() -> None:
    event = _event()
    assert _told(event)
    event["dynamodb"]["OldImage"]["state"] = {"S": "READY"}
    assert not _told(event), "somebody has changed something else of it"


@pytest.mark.parametrize("state", sorted(set(PhotoState) - {PhotoState.READY}))
def test_a_photo_that_is_not_ready_is_not_told_of(state: PhotoState) -> None:
    event = _event()
    event["dynamodb"]["NewImage"]["state"] = {"S": state.value}
    assert not _told(event)


def test_photos_that_are_restored_or_deleted_are_no_news() -> None:
    inserted, removed = _event(), _event()
    inserted["eventName"] = "INSERT"
    del inserted["dynamodb"]["OldImage"]
    removed["eventName"] = "REMOVE"
    del removed["dynamodb"]["NewImage"]
    assert not _told(inserted)
    assert not _told(removed)


def _detail(event: dict[str, Any]) -> dict[str, Any]:
    """What the pipe makes of it."""

    def found(match: re.Match[str]) -> str:
        value: Any = event
        for name in match[1].removeprefix("$.").split("."):
            value = value.get(name, {})
        return str(value or "")

    template = PLAIN["PhotosPipe"]["TargetParameters"]["InputTemplate"]
    detail: dict[str, Any] = json.loads(re.sub(r"<(\$[\w.]+)>", found, template))
    return detail


def test_an_event_says_where_the_photo_is_and_of_whom() -> None:
    event = _event()
    image = event["dynamodb"]["NewImage"]
    photo_id = image["photoId"]["S"]
    assert _detail(event) == {
        "photoId": photo_id,
        "sessionId": image["sessionId"]["S"],
        "albumId": "wedding",
        "contentType": image["contentType"]["S"],
        "storedAt": image["storedAt"]["N"],
        "readyAt": str(START + 9),
        "upload": {"bucket": PLAIN["UploadsBucket"]["BucketName"], "key": image["key"]["S"]},
        "renditions": {
            "bucket": PLAIN["MediaBucket"]["BucketName"],
            **{name.value: rendition_key(photo_id, name) for name in RenditionName},
        },
    }


def test_an_event_says_nothing_that_is_the_visitors_own_business() -> None:
    event = _event()
    event["dynamodb"]["NewImage"]["fileName"] = {"S": "Anna at the beach.jpg"}
    told = json.dumps(_detail(event))
    for secret in ("48.2", "Pixel", "Anna", "oken", "sha256"):
        assert secret not in told


def test_a_photo_of_no_album_and_no_type_is_told_of_too() -> None:
    event = _event()
    for name in ("albumId", "contentType"):
        del event["dynamodb"]["NewImage"][name]
    detail = _detail(event)
    assert (detail["albumId"], detail["contentType"]) == ("", "")


def test_events_go_to_a_bus_of_the_stage_by_the_name_that_rules_know() -> None:
    pipe = PLAIN["PhotosPipe"]
    assert (pipe["Source"], pipe["Target"]) == ("PhotosTable.StreamArn", "EventBus.Arn")
    assert PLAIN["EventBus"]["Name"] == STACK
    assert pipe["TargetParameters"]["EventBridgeEventBusParameters"] == {
        "Source": EVENT_SOURCE,
        "DetailType": EVENT_TYPE,
    }


def test_no_event_is_missed_or_given_up() -> None:
    stream = PLAIN["PhotosPipe"]["SourceParameters"]["DynamoDBStreamParameters"]
    assert stream["StartingPosition"] == "TRIM_HORIZON"
    assert not {"MaximumRetryAttempts", "MaximumRecordAgeInSeconds"} & set(stream)
    assert stream["BatchSize"] <= 10, "what a bus takes at once"


@pytest.mark.parametrize("variant", ["plain", "own key"])
def test_the_pipe_reads_one_stream_and_writes_to_one_bus(variant: str) -> None:
    role = make(**VARIANTS[variant])["PhotosPipeRole"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "pipes.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    (policy,) = role["Policies"]
    statements = policy["PolicyDocument"]["Statement"]
    rights = {each["Resource"]: set(each["Action"]) for each in statements}
    reads = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}
    key = VARIANTS[variant].get("KmsKeyArn")
    assert rights == {
        "PhotosTable.StreamArn": {f"dynamodb:{name}" for name in reads},
        "EventBus.Arn": {"events:PutEvents"},
        **({key: {"kms:Decrypt"}} if key else {}),
    }


# The webhook


def test_nobody_outside_is_told_unless_asked() -> None:
    for kind in ("Events::ApiDestination", "Events::Connection"):
        assert not PLAIN.of_type(kind)
        assert len(WEBHOOK.of_type(kind)) == 1
    assert list(PLAIN.of_type("Events::Rule")) == ["FailedExecutions"]


def test_the_webhook_hears_of_each_photo_that_is_ready_and_is_not_flooded() -> None:
    rule, destination = WEBHOOK["WebhookRule"], WEBHOOK["WebhookDestination"]
    assert rule["EventPattern"] == {"source": [EVENT_SOURCE], "detail-type": [EVENT_TYPE]}
    (target,) = rule["Targets"]
    assert target["Arn"] == "WebhookDestination.Arn"
    assert target["DeadLetterConfig"] == {"Arn": "DeadLetterQueue.Arn"}
    assert target["RetryPolicy"]["MaximumEventAgeInSeconds"] >= 3600
    assert destination["HttpMethod"] == "POST"
    assert destination["InvocationEndpoint"] == VARIANTS["webhook"]["WebhookUrl"]
    assert 1 <= destination["InvocationRateLimitPerSecond"] <= 100


def test_the_secret_stands_nowhere_but_in_secrets_manager() -> None:
    parameters = WEBHOOK["WebhookConnection"]["AuthParameters"]["ApiKeyAuthParameters"]
    assert parameters == {
        "ApiKeyName": "Authorization",
        "ApiKeyValue": "{{resolve:secretsmanager:scandrop/webhook}}",
    }


def test_its_role_calls_the_webhook_and_nothing_else() -> None:
    role = WEBHOOK["WebhookRole"]
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "events.amazonaws.com"}
    (policy,) = role["Policies"]
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["events:InvokeApiDestination"]
    assert statement["Resource"] == "WebhookDestination.Arn"
