"""Tables, buckets and the queue of one deployment, as the application expects to find them."""

from dataclasses import dataclass
from typing import Any

from devserver.cors import CorsRule

SESSIONS_TABLE = "scandrop-sessions"
CONNECTIONS_TABLE = "scandrop-connections"
PHOTOS_TABLE = "scandrop-photos"
ALBUMS_TABLE = "scandrop-albums"
UPLOADS_BUCKET = "scandrop-uploads"
MEDIA_BUCKET = "scandrop-media"
JOB_QUEUE = "scandrop-jobs"
#: A region and nine characters, as Cognito makes them.
USER_POOL_ID = "us-east-1_Scandrop1"
#: 26 characters, as Cognito makes them.
USER_POOL_CLIENT_ID = "scandrop0000000000000pages"
SECRET_PARAMETER = "/scandrop/secrets"
#: Whom the dev server makes an account. Photos are owned by the id, whatever becomes of the pool.
HOST_EMAIL = "host@scandrop.example"
HOST_USER_ID = "5ca4d409-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Table:
    """A DynamoDB table: its `CreateTable` request, and the attribute that ends an item's life."""

    definition: dict[str, Any]
    ttl_attribute: str | None = None

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.definition["TableName"])


def _key(hash_key: str, range_key: str | None = None) -> list[dict[str, str]]:
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}]
    if range_key:
        keys.append({"AttributeName": range_key, "KeyType": "RANGE"})
    return keys


def _attributes(**types: str) -> list[dict[str, str]]:
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in types.items()]


def _index(name: str, keys: list[dict[str, str]], projection: str) -> dict[str, Any]:
    return {"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": projection}}


TABLES = (
    Table(
        {
            "TableName": SESSIONS_TABLE,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": _key("sessionId"),
            "AttributeDefinitions": _attributes(sessionId="S"),
        },
        ttl_attribute="expiresAt",
    ),
    Table(
        {
            "TableName": CONNECTIONS_TABLE,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": _key("channel", "connectionId"),
            "AttributeDefinitions": _attributes(channel="S", connectionId="S"),
            "GlobalSecondaryIndexes": [_index("by-connection", _key("connectionId"), "KEYS_ONLY")],
        },
        ttl_attribute="expiresAt",
    ),
    Table(
        {
            "TableName": PHOTOS_TABLE,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": _key("photoId"),
            "AttributeDefinitions": _attributes(
                photoId="S", albumId="S", ownerId="S", storedAt="N"
            ),
            "GlobalSecondaryIndexes": [
                _index("by-album", _key("albumId", "storedAt"), "ALL"),
                _index("by-owner", _key("ownerId", "storedAt"), "ALL"),
            ],
        },
        ttl_attribute="expiresAt",
    ),
    Table(
        {
            "TableName": ALBUMS_TABLE,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": _key("albumId"),
            "AttributeDefinitions": _attributes(albumId="S", ownerId="S", createdAt="N", code="S"),
            "GlobalSecondaryIndexes": [
                _index("by-owner", _key("ownerId", "createdAt"), "KEYS_ONLY"),
                _index("by-code", _key("code"), "KEYS_ONLY"),
            ],
        },
    ),
)

#: Versioned, as deployed: an overwritten or deleted original can be brought back.
VERSIONED_BUCKETS = (UPLOADS_BUCKET, MEDIA_BUCKET)

#: Seconds until a message that was taken and not deleted is handed out again.
JOB_VISIBILITY_SECONDS = 360
#: How often a message is handed out before it becomes a dead letter.
JOB_RECEIVES = 5


def uploads_cors(site_origin: str) -> CorsRule:
    """Who may send photos to the uploads bucket: the phone page, with the headers of its ticket."""
    return CorsRule(
        origin=site_origin,
        methods=("PUT", "GET", "HEAD"),
        headers=("content-type", "if-none-match", "x-amz-checksum-sha256"),
        expose=("ETag",),
        max_age_seconds=3000,
    )


def media_cors(site_origin: str) -> CorsRule:
    """Who may read renditions from a script: the site's pages, to let a visitor save one."""
    return CorsRule(
        origin=site_origin, methods=("GET",), headers=(), expose=(), max_age_seconds=3000
    )


_POOL = {"UserPoolId": USER_POOL_ID}
#: The user pool, its client and its groups: Cognito's operations and their requests.
USER_POOL: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "CreateUserPool",
        {
            "PoolName": "scandrop",
            "UsernameAttributes": ["email"],
            "AutoVerifiedAttributes": ["email"],
            "UsernameConfiguration": {"CaseSensitive": False},
            "Policies": {
                "PasswordPolicy": {
                    "MinimumLength": 14,
                    "RequireLowercase": False,
                    "RequireNumbers": False,
                    "RequireSymbols": False,
                    "RequireUppercase": False,
                    "TemporaryPasswordValidityDays": 3,
                }
            },
            "MfaConfiguration": "OPTIONAL",
            "AccountRecoverySetting": {
                "RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]
            },
        },
    ),
    (
        "CreateUserPoolClient",
        {
            **_POOL,
            "ClientName": "scandrop",
            "GenerateSecret": False,
            "ExplicitAuthFlows": ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "PreventUserExistenceErrors": "ENABLED",
            "EnableTokenRevocation": True,
            "AccessTokenValidity": 1,
            "IdTokenValidity": 1,
            "RefreshTokenValidity": 30,
            "TokenValidityUnits": {
                "AccessToken": "hours",
                "IdToken": "hours",
                "RefreshToken": "days",
            },
        },
    ),
    ("CreateGroup", {**_POOL, "GroupName": "host", "Precedence": 20}),
    ("CreateGroup", {**_POOL, "GroupName": "operator", "Precedence": 10}),
)
