"""Which function may do what: the lines between them, as the policies draw them."""

from devserver.resources import MEDIA_BUCKET, UPLOADS_BUCKET
from tests.contract.policies import ACCOUNT_ID, REGION, Call, policy_of
from tests.contract.test_policies import FILES, allowed

#: The functions that work on stored uploads.
WORKING = {"process_photos", "render_photo", "validate_photo", "watermark_photo"}
#: Those that may find a photo's outcome decided, and see to what follows from it.
CONCLUDING = WORKING | {"publish_photo", "reject_photo"}
EXPORTS = "${MediaBucketArn}/exports/*"


def may(action: str) -> set[str]:
    return {function for function in FILES if action in dict(allowed(function))}


def buckets(function: str, action: str) -> set[str]:
    """Where in which buckets a function may do this."""
    return {resource for does, resource in allowed(function) if does == action}


def test_only_the_ticket_function_may_let_a_phone_upload() -> None:
    uploads = "${UploadsBucketArn}/session-uploads/*"
    assert {each for each in FILES if uploads in buckets(each, "s3:PutObject")} == {"api_handler"}


def test_only_the_ticket_function_may_look_at_parts_or_give_them_up() -> None:
    for action in ("s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"):
        assert may(action) == {"api_handler"}
        assert buckets("api_handler", action) == {"${UploadsBucketArn}/session-uploads/*"}


def test_only_what_makes_renditions_may_keep_them() -> None:
    """And nothing may change a logo."""
    making = WORKING - {"validate_photo"}
    assert may("s3:PutObject") == may("kms:GenerateDataKey") == making | {"api_handler"}
    for function in making:
        assert buckets(function, "s3:PutObject") - {EXPORTS} == {"${MediaBucketArn}/renditions/*"}


def test_only_what_asks_for_exports_and_what_makes_them_may_read_and_write_them() -> None:
    exporting = {"api_handler", "process_photos"}
    for action in ("s3:GetObject", "s3:PutObject"):
        assert {each for each in FILES if EXPORTS in buckets(each, action)} == exporting
    erasing = {each for each in FILES if EXPORTS in buckets(each, "s3:DeleteObjectVersion")}
    assert erasing == {"api_handler"}
    assert EXPORTS not in buckets("process_photos", "s3:DeleteObject")


def test_only_what_marks_photos_may_read_logos() -> None:
    logos = "${MediaBucketArn}/watermarks/*"
    assert {each for each in FILES if logos in buckets(each, "s3:GetObject")} == {
        "process_photos",
        "watermark_photo",
    }


def test_only_what_decides_may_write_the_outcome() -> None:
    """A look decides of a video, and of it nothing is made; the API writes what people say."""
    deciding = {"process_photos", "publish_photo", "reject_photo"}
    photos = {each for each in FILES if "${PhotosTableArn}" in buckets(each, "dynamodb:UpdateItem")}
    assert photos == deciding | {"validate_photo", "api_handler", "expire_photos"}


def test_only_what_answers_hosts_may_make_list_and_delete_albums_and_read_secrets() -> None:
    albums = "${AlbumsTableArn}"
    for action in ("PutItem", "DeleteItem", "GetItem", "Scan"):
        allowed_to = {each for each in FILES if albums in buckets(each, f"dynamodb:{action}")}
        looking = {"expire_photos"} if action in {"GetItem", "Scan"} else set()
        # Whoever concludes looks for an album's webhook.
        # So do walls and hosts who listen, and whoever answers them.
        heard = {"websocket_connect", "websocket_message"}
        looking |= CONCLUDING | heard if action == "GetItem" else set()
        assert allowed_to == {"api_handler"} | looking, action
    # Kiosk keys are signed by the one, webhooks by the other, and the third lets walls in by them.
    signing = {"api_handler", "process_photos", "websocket_connect"}
    assert may("ssm:GetParameter") == signing
    for function in may("ssm:GetParameter"):
        assert buckets(function, "ssm:GetParameter") == {"${SecretParameterArn}"}


def test_only_what_lets_photos_in_or_decides_of_them_may_count_them() -> None:
    counting = {
        each for each in FILES if "${AlbumsTableArn}" in buckets(each, "dynamodb:UpdateItem")
    }
    assert counting == CONCLUDING | {"api_handler", "photo_uploaded", "expire_photos"}


def test_only_who_has_work_may_queue_it_and_only_the_queues_function_may_take_it() -> None:
    assert buckets("photo_uploaded", "sqs:SendMessage") == {
        "${JobQueueArn}",
        "${DeadLetterQueueArn}",
    }
    # Exports, and webhooks of photos that are ready.
    queueing = CONCLUDING | {"api_handler"}
    assert may("sqs:SendMessage") == queueing | {"photo_uploaded"}
    for function in queueing:
        assert buckets(function, "sqs:SendMessage") == {"${JobQueueArn}"}
    for action in ("DeleteMessage", "ReceiveMessage"):
        assert may(f"sqs:{action}") == {"process_photos"}
    # An operator may ask how much of it waits.
    assert may("sqs:GetQueueAttributes") == {"process_photos", "api_handler"}


def test_only_the_queues_function_may_start_workflows_and_only_ours() -> None:
    for action in ("StartExecution", "DescribeExecution"):
        assert may(f"states:{action}") == {"process_photos"}
    arn = f"arn:aws:states:{REGION}:{ACCOUNT_ID}:execution:scandrop-"
    for name, permitted in {
        "prod-processing:p": True,
        "prod-other:p": False,
        "dev:p": False,
    }.items():
        call = Call("states:DescribeExecution", arn + name)
        assert policy_of("process_photos").permits(call) == permitted


def test_only_what_asks_the_moderator_may_show_him_a_picture() -> None:
    assert may("rekognition:DetectModerationLabels") == {"process_photos", "moderate_photo"}


def test_only_what_answers_or_announces_may_push() -> None:
    """A claim is announced by the function of the ticket. One that opens or closes a socket has
    nothing to say: API Gateway would answer 410.
    """
    assert may("execute-api:ManageConnections") == CONCLUDING | {
        "api_handler",
        "websocket_message",
        "photo_uploaded",
        "expire_photos",
    }


def test_only_what_rejects_photos_may_delete_them_and_never_a_logo() -> None:
    uploads, renditions = "${UploadsBucketArn}/session-uploads/*", "${MediaBucketArn}/renditions/*"
    assert may("s3:DeleteObject") == CONCLUDING | {"photo_uploaded"}
    assert buckets("photo_uploaded", "s3:DeleteObject") == {uploads}
    for function in CONCLUDING:
        assert buckets(function, "s3:DeleteObject") == {uploads, renditions}


def test_only_what_deletes_for_good_may_erase_versions_and_each_its_own() -> None:
    """A plain delete keeps them for some days, for who must look into what was rejected."""
    uploads, renditions = "${UploadsBucketArn}/session-uploads/*", "${MediaBucketArn}/renditions/*"
    erasing = {"api_handler": {uploads, renditions, EXPORTS}, "photo_uploaded": {uploads}}
    erasing["expire_photos"] = {uploads, renditions}
    erasing |= {function: {renditions} for function in CONCLUDING}
    assert may("s3:DeleteObjectVersion") == may("s3:ListBucketVersions") == set(erasing)
    for function, places in erasing.items():
        assert buckets(function, "s3:DeleteObjectVersion") == places
        for bucket, prefix in (
            (UPLOADS_BUCKET, "session-uploads/"),
            (MEDIA_BUCKET, "renditions/"),
            (MEDIA_BUCKET, "exports/"),
        ):
            arn = f"arn:aws:s3:::{bucket}"
            for asked, permitted in ((f"{prefix}x", True), ("", False), ("watermarks/x", False)):
                call = Call("s3:ListBucketVersions", arn, {"s3:prefix": asked})
                ours = any(prefix in place for place in places)
                assert policy_of(function).permits(call) == (permitted and ours)


def test_only_deletions_may_forget_photos() -> None:
    forgetting = {f for f in FILES if "${PhotosTableArn}" in buckets(f, "dynamodb:DeleteItem")}
    assert forgetting == {"api_handler", "photo_uploaded", "expire_photos"}


def test_only_the_api_may_list_photos_and_an_album_what_exports_or_expires_it() -> None:
    of_albums = {"api_handler", "process_photos", "expire_photos"}
    listing = {"by-owner": {"api_handler"}, "by-album": of_albums}
    for name, functions in listing.items():
        index = f"${{PhotosTableArn}}/index/{name}"
        assert {f for f in FILES if index in buckets(f, "dynamodb:Query")} == functions


def test_only_what_looks_for_uploads_may_know_that_one_is_absent() -> None:
    """On the whole bucket: a condition on a prefix may not hold for a HEAD, which has none."""
    assert may("s3:ListBucket") == WORKING | {"api_handler", "photo_uploaded", "moderate_photo"}
