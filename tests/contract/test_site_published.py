"""Publishing the site's folder to an S3 and a CloudFront that are not our own fakes."""

import io
from pathlib import Path
from typing import Any

import pytest

from infra.account import Account
from infra.console import Console
from infra.site import files_of, publish
from infra.site_files import CACHE_CONTROL

pytest_plugins = ["tests.contract.storage_fixtures"]

BUCKET = "scandrop-test-site"
CONFIG = {"apiUrl": "https://api.example/test", "websocketUrl": "wss://sockets.example/test"}


@pytest.fixture
def account(storage: str, credentials: None, monkeypatch: pytest.MonkeyPatch) -> Account:
    monkeypatch.setenv("AWS_ENDPOINT_URL", storage)
    return Account.current()


@pytest.fixture
def outputs(account: Account) -> dict[str, str]:
    """A bucket of the deployment, and a distribution."""
    account.client("s3").create_bucket(Bucket=BUCKET)
    origin = {"Id": "site", "DomainName": f"{BUCKET}.s3.amazonaws.com", "OriginPath": "/site"}
    made = account.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "test",
            "Comment": "",
            "Enabled": True,
            "Origins": {
                "Quantity": 1,
                "Items": [origin | {"S3OriginConfig": {"OriginAccessIdentity": ""}}],
            },
            "DefaultCacheBehavior": {
                "TargetOriginId": "site",
                "ViewerProtocolPolicy": "redirect-to-https",
            },
        }
    )
    return {"SiteBucketName": BUCKET, "DistributionId": made["Distribution"]["Id"]}


def published(account: Account, outputs: dict[str, str], source: Path) -> str:
    stream = io.StringIO()
    publish(account, outputs, CONFIG, Console(stream), source)
    return stream.getvalue()


def invalidations(account: Account, outputs: dict[str, str]) -> int:
    listed: dict[str, Any] = account.client("cloudfront").list_invalidations(
        DistributionId=outputs["DistributionId"]
    )
    return len(listed["InvalidationList"].get("Items", []))


def test_the_folder_is_published_kept_and_cleared(
    account: Account, outputs: dict[str, str], tmp_path: Path
) -> None:
    s3 = account.client("s3")
    s3.put_object(Bucket=BUCKET, Key="deployments/test.json", Body=b"{}")
    for name, text in {"index.html": "<title>", "lib/api.js": "api", "lib/old.js": "old"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    assert "4 of 4 files sent" in published(account, outputs, tmp_path)
    for file in files_of(tmp_path, CONFIG):
        there = s3.get_object(Bucket=BUCKET, Key=file.key)
        assert there["Body"].read() == file.content
        assert (there["ContentType"], there["CacheControl"]) == (file.content_type, CACHE_CONTROL)
    assert invalidations(account, outputs) == 1

    assert "0 of 4 files sent" in published(account, outputs, tmp_path)
    assert invalidations(account, outputs) == 1

    (tmp_path / "lib" / "old.js").unlink()
    (tmp_path / "lib" / "api.js").write_text("api of today")
    assert "1 of 3 files sent, 2 unchanged" in published(account, outputs, tmp_path)
    assert invalidations(account, outputs) == 2
    keys = {found["Key"] for found in s3.list_objects_v2(Bucket=BUCKET)["Contents"]}
    assert keys == {file.key for file in files_of(tmp_path, CONFIG)} | {"deployments/test.json"}
