"""infra/template.yaml: who reaches the buckets, and how long they keep what."""

from typing import Any

import pytest

from chalicelib import export_keys, keys, limits
from chalicelib.photo import RenditionName
from devserver import resources
from tests.contract.template import ACCOUNT, REGION, STACK, as_list, every, make
from tests.contract.template_variants import VARIANTS

PLAIN = make()
BUCKETS = ["UploadsBucket", "MediaBucket", "SiteBucket"]
SIGNED = ["UploadsBucket", "MediaBucket"]
SITE = "https://Distribution.DomainName"

each_bucket = pytest.mark.parametrize("bucket", BUCKETS)
each_signed = pytest.mark.parametrize("bucket", SIGNED)


def _statements(bucket: str) -> dict[str, Any]:
    policy = PLAIN[f"{bucket}Policy"]
    assert policy["Bucket"] == PLAIN[bucket]["BucketName"]
    return {statement["Sid"]: statement for statement in policy["PolicyDocument"]["Statement"]}


def _all_of(bucket: str) -> list[str]:
    arn = f"arn:aws:s3:::{PLAIN[bucket]['BucketName']}"
    return [arn, f"{arn}/*"]


def _rules(bucket: str, **parameters: str) -> dict[str, Any]:
    rules = make(**parameters)[bucket]["LifecycleConfiguration"]["Rules"]
    assert all(rule["Status"] == "Enabled" for rule in rules)
    return {rule["Id"]: rule for rule in rules}


def test_there_are_no_other_buckets() -> None:
    assert sorted(PLAIN.of_type("S3::Bucket")) == sorted(BUCKETS)


def test_their_names_fit_for_the_longest_stage_and_region() -> None:
    longest = len("scandrop-") + 16 + len("ap-southeast-1") - len(STACK) - len(REGION)
    for bucket in BUCKETS:
        name = PLAIN[bucket]["BucketName"]
        assert name.endswith(f"-{ACCOUNT}-{REGION}"), "others have stages of the same name"
        assert len(name) + longest <= 63


# Who


@each_bucket
def test_it_is_private_in_all_four_ways_and_has_no_owners_but_us(bucket: str) -> None:
    assert PLAIN[bucket]["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }
    assert PLAIN[bucket]["OwnershipControls"] == {
        "Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]
    }
    assert not {"WebsiteConfiguration", "AccessControl"} & set(PLAIN[bucket])


@each_bucket
def test_it_is_reached_by_tls_only(bucket: str) -> None:
    assert _statements(bucket)["OnlyByTls"] == {
        "Sid": "OnlyByTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": _all_of(bucket),
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


@each_signed
def test_no_signature_outlives_those_that_we_make(bucket: str) -> None:
    """So that a URL which somebody signed for a week by mistake is worth nothing after minutes."""
    longest = max(limits.TICKET_SECONDS, limits.VIEW_SECONDS)
    assert _statements(bucket)["OnlyFreshSignatures"] == {
        "Sid": "OnlyFreshSignatures",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": _all_of(bucket),
        "Condition": {"NumericGreaterThan": {"s3:signatureAge": str(longest * 1000)}},
    }


@each_signed
def test_its_policy_lets_nobody_in(bucket: str) -> None:
    assert {each["Effect"] for each in _statements(bucket).values()} == {"Deny"}


def test_only_our_distribution_reads_and_only_pages() -> None:
    allowed = [each for each in _statements("SiteBucket").values() if each["Effect"] == "Allow"]
    assert allowed == [
        {
            "Sid": "OurDistributionReadsPages",
            "Effect": "Allow",
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Action": "s3:GetObject",
            "Resource": f"{_all_of('SiteBucket')[0]}/site/*",
            "Condition": {
                "StringEquals": {
                    "AWS:SourceArn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/Distribution"
                }
            },
        }
    ]


# Which pages


@pytest.mark.parametrize(
    ("variant", "origin"), [("plain", SITE), ("domain", "https://photos.example.com")]
)
def test_pages_of_the_site_may_do_what_the_dev_server_lets_them_do(
    variant: str, origin: str
) -> None:
    (rule,) = make(**VARIANTS[variant])["UploadsBucket"]["CorsConfiguration"]["CorsRules"]
    wanted = resources.uploads_cors(origin)
    assert rule == {
        "AllowedOrigins": [wanted.origin],
        "AllowedMethods": list(wanted.methods),
        "AllowedHeaders": list(wanted.headers),
        "ExposedHeaders": list(wanted.expose),
        "MaxAge": wanted.max_age_seconds,
    }
    (rule,) = make(**VARIANTS[variant])["MediaBucket"]["CorsConfiguration"]["CorsRules"]
    assert (rule["AllowedOrigins"], rule["AllowedMethods"]) == ([origin], ["GET"])
    assert not {"AllowedHeaders", "ExposedHeaders"} & set(rule)


def test_no_page_of_any_site_may_where_there_is_no_site() -> None:
    assert not list(every(dict(make(Serving="false").resources), "CorsConfiguration"))
    assert "CorsConfiguration" not in PLAIN["SiteBucket"]


# What is kept


@each_bucket
def test_what_is_overwritten_or_deleted_can_be_brought_back_for_a_while(bucket: str) -> None:
    assert PLAIN[bucket]["VersioningConfiguration"] == {"Status": "Enabled"}
    rule = _rules(bucket, OldVersionsDays="21")["old-versions"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": "21"}
    assert rule["ExpiredObjectDeleteMarker"] is True
    assert "Prefix" not in rule, "whatever its key"


@each_bucket
def test_what_was_never_finished_is_removed_after_a_day(bucket: str) -> None:
    rule = _rules(bucket)["abandoned-uploads"]
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert "Prefix" not in rule


def test_visitors_photos_are_removed_with_their_renditions_and_nothing_else_is() -> None:
    """Logos stay."""
    wanted = {
        "UploadsBucket": keys.upload_key("s" * 22, "p" * 22, "image/jpeg"),
        "MediaBucket": keys.rendition_key("p" * 22, RenditionName.LARGE),
    }
    for bucket in BUCKETS:
        rules = _rules(bucket, SessionUploadsDays="7").values()
        ending = [each for each in rules if _ends(each) and each["Id"] != "exports"]
        expiring = [(each["Prefix"], each["ExpirationInDays"]) for each in ending]
        key = wanted.get(bucket)
        assert expiring == ([(f"{key.split('/')[0]}/", "7")] if key else [])


def test_exports_go_by_themselves() -> None:
    """When they are too old to be had, and soon of what was erased every version."""
    rule = _rules("MediaBucket")["exports"]
    assert export_keys.asked_key("album").startswith(rule["Prefix"])
    kept = rule["ExpirationInDays"], rule["NoncurrentVersionExpiration"]["NoncurrentDays"]
    assert kept == (limits.EXPORT_SECONDS / 86400, 1)


def _ends(rule: dict[str, Any]) -> bool:
    return "ExpirationInDays" in rule


@each_bucket
def test_it_is_encrypted_and_photos_by_the_teams_key_if_there_is_one(bucket: str) -> None:
    def encryption(variant: str) -> Any:
        configuration = make(**VARIANTS[variant])[bucket]["BucketEncryption"]
        return configuration["ServerSideEncryptionConfiguration"]

    by_s3 = [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    by_key = [
        {
            "BucketKeyEnabled": True,
            "ServerSideEncryptionByDefault": {
                "SSEAlgorithm": "aws:kms",
                "KMSMasterKeyID": VARIANTS["own key"]["KmsKeyArn"],
            },
        }
    ]
    assert encryption("plain") == by_s3
    assert encryption("own key") == (by_key if bucket in SIGNED else by_s3)


@each_bucket
def test_its_notifications_are_left_to_chalice(bucket: str) -> None:
    assert "NotificationConfiguration" not in PLAIN[bucket]


# Backup


def test_nothing_is_copied_unless_asked() -> None:
    assert not list(every(dict(PLAIN.resources), "ReplicationConfiguration"))
    assert "BackupRole" not in PLAIN.resources


@pytest.mark.parametrize("variant", ["backup", "backup with own keys"])
def test_each_upload_is_copied_and_no_deletion(variant: str) -> None:
    given = VARIANTS[variant]
    made = make(**given)
    replication = made["UploadsBucket"]["ReplicationConfiguration"]
    (rule,) = replication["Rules"]
    assert replication["Role"] == "BackupRole.Arn"
    assert (rule["Status"], rule["Filter"]) == ("Enabled", {"Prefix": ""})
    assert rule["DeleteMarkerReplication"] == {"Status": "Disabled"}
    assert rule["Destination"]["Bucket"] == given["BackupBucketArn"]
    if "BackupKmsKeyArn" in given:
        key = {"ReplicaKmsKeyID": given["BackupKmsKeyArn"]}
        assert rule["Destination"]["EncryptionConfiguration"] == key
        assert rule["SourceSelectionCriteria"] == {"SseKmsEncryptedObjects": {"Status": "Enabled"}}
    (policy,) = made["BackupRole"]["Policies"]
    may = {
        (action, each["Resource"])
        for each in policy["PolicyDocument"]["Statement"]
        for action in as_list(each["Action"])
    }
    uploads, copies = _all_of("UploadsBucket"), f"{given['BackupBucketArn']}/*"
    assert ("s3:GetObjectVersionForReplication", uploads[1]) in may
    assert ("s3:ReplicateObject", copies) in may
    assert not any("Delete" in action for action, _ in may)
    keys_used = {(a, r) for a, r in may if a.startswith("kms:")}
    wanted = {"kms:Decrypt": "KmsKeyArn", "kms:Encrypt": "BackupKmsKeyArn"}
    assert keys_used == {(a, given[name]) for a, name in wanted.items() if name in given}
    assert {resource for action, resource in may if action.startswith("s3:")} == {*uploads, copies}
