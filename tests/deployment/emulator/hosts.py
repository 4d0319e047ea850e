"""What stock MiniStack takes for S3 under AWS's own host names."""

from typing import Any

from ministack import app

Answer = tuple[int, dict[str, str], bytes]

_bucket_of = app._extract_s3_vhost_bucket
_view = app._handle_cloudfront_dataplane_request


def repair() -> None:
    """Wrap its functions."""
    app._extract_s3_vhost_bucket = _bucket_of_s3
    app._handle_cloudfront_dataplane_request = _view_what_is_distributed


def _bucket_of_s3(host: str) -> str | None:
    """Stock sees the bucket `cognito-idp` in `cognito-idp.eu-central-1.amazonaws.com`."""
    if ".s3." not in host:
        return None
    bucket: str | None = _bucket_of(host)
    return bucket


async def _view_what_is_distributed(host: str, *request: Any) -> Answer | None:
    """Stock lists the account's buckets where a distribution is no more."""
    answer: Answer | None = await _view(host, *request)
    if answer is None and app._parse_cloudfront_dataplane_host(host) is not None:
        return 403, {"Content-Type": "text/html"}, b"The request could not be satisfied."
    return answer
