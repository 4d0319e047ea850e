"""infra/template.yaml: the site behaves as on the dev server, and is reached as it should be."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

from chalicelib import limits
from chalicelib.aws import clients
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.photo import Announcement
from devserver.addresses import Addresses
from devserver.site import security_headers
from infra import site_files
from infra.stage import ROOT
from tests.contract.template import ACCOUNT, REGION, STACK, make
from tests.contract.template_variants import VARIANTS

DEPLOYED = make(**VARIANTS["deployed"])
YEAR_SECONDS = 365 * 24 * 3600
STORAGE = " ".join(
    f"https://{STACK}-{bucket}-{ACCOUNT}-{REGION}.s3.{REGION}.amazonaws.com"
    for bucket in ("uploads", "media")
)
LOCAL = Addresses("127.0.0.1", 8000, 8001, 8002)


def _headers(variant: str) -> dict[str, str]:
    """What the distribution adds to each answer, as a client sees it."""
    config = make(**VARIANTS[variant])["SiteHeaders"]["ResponseHeadersPolicyConfig"]
    security, custom = config["SecurityHeadersConfig"], config["CustomHeadersConfig"]["Items"]
    parts = [*security.values(), *custom]
    assert all(part["Override"] is True for part in parts)
    hsts = security["StrictTransportSecurity"]
    headers = {each["Header"]: each["Value"] for each in custom}
    assert "ContentTypeOptions" in security
    return headers | {
        "Content-Security-Policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={hsts['AccessControlMaxAgeSec']}"
        + ("; includeSubDomains" if hsts["IncludeSubdomains"] else ""),
    }


def _swapped(policy: str, origins: Mapping[str, str]) -> str:
    for local, deployed in origins.items():
        assert local in policy
        policy = policy.replace(local, deployed)
    return policy


def test_pages_may_reach_what_they_reach_on_the_dev_server_and_nothing_else() -> None:
    """The same policy, with each origin of the dev server in the place of ours."""
    policy = _headers("deployed")["Content-Security-Policy"]
    assert policy == _swapped(
        dict(security_headers(LOCAL))["Content-Security-Policy"],
        {
            LOCAL.gateway: VARIANTS["deployed"]["ApiOrigin"],
            LOCAL.websocket_origin: VARIANTS["deployed"]["WebsocketOrigin"],
            LOCAL.storage: STORAGE,
        },
    )


def test_without_apis_pages_reach_themselves_and_the_buckets() -> None:
    policy = _headers("plain")["Content-Security-Policy"]
    assert f"; connect-src 'self' {STORAGE};" in policy


def test_pages_get_the_headers_of_the_dev_server_and_hsts() -> None:
    local = dict(security_headers(LOCAL))
    deployed = _headers("deployed")
    hsts = deployed.pop("Strict-Transport-Security")
    assert hsts == f"max-age={YEAR_SECONDS}"
    assert set(deployed) == set(local)
    different = {name for name, value in local.items() if deployed[name] != value}
    assert different == {"Content-Security-Policy"}


def test_the_buckets_are_named_as_signed_urls_name_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    clients.forget()
    for bucket in ("UploadsBucket", "MediaBucket"):
        signer = S3UploadSigner(clients.s3, DEPLOYED[bucket]["BucketName"])
        url = urlsplit(signer.sign_put("key", Announcement(), limits.TICKET_SECONDS).url)
        assert f"{url.scheme}://{url.netloc}" in STORAGE.split()
    clients.forget()


# The distribution


def _config(variant: str) -> dict[str, Any]:
    config: dict[str, Any] = make(**VARIANTS[variant])["Distribution"]["DistributionConfig"]
    return config


def test_it_serves_pages_by_https_only_compressed_and_changes_nothing() -> None:
    behaviour = _config("plain")["DefaultCacheBehavior"]
    assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https"
    assert behaviour["AllowedMethods"] == ["GET", "HEAD"]
    assert behaviour["Compress"] is True
    assert behaviour["CachePolicyId"] == "SiteCachePolicy"
    assert behaviour["ResponseHeadersPolicyId"] == "SiteHeaders"
    assert "CacheBehaviors" not in _config("plain"), "other paths would have other headers"
    assert (_config("plain")["HttpVersion"], _config("plain")["IPV6Enabled"]) == ("http2and3", True)


def test_it_signs_for_the_folder_of_pages_in_the_private_bucket() -> None:
    (origin,) = _config("plain")["Origins"]
    assert origin["DomainName"] == "SiteBucket.RegionalDomainName"
    assert (origin["OriginPath"], origin["OriginAccessControlId"]) == ("/site", "SiteAccess.Id")
    access = DEPLOYED["SiteAccess"]["OriginAccessControlConfig"]
    assert access["SigningBehavior"] == "always"
    assert (access["SigningProtocol"], access["OriginAccessControlOriginType"]) == ("sigv4", "s3")


def test_it_keeps_files_until_the_next_deployment_though_browsers_ask_each_time() -> None:
    assert site_files.CACHE_CONTROL == "no-cache", "which the minimum overrides, for the edges only"
    config = DEPLOYED["SiteCachePolicy"]["CachePolicyConfig"]
    assert config["MinTTL"] == config["DefaultTTL"] == 24 * 3600
    key = config["ParametersInCacheKeyAndForwardedToOrigin"]
    assert (key["EnableAcceptEncodingBrotli"], key["EnableAcceptEncodingGzip"]) == (True, True)
    assert key["QueryStringsConfig"] == {"QueryStringBehavior": "none"}
    assert key["CookiesConfig"] == {"CookieBehavior": "none"}
    assert key["HeadersConfig"] == {"HeaderBehavior": "none"}


def test_what_is_not_there_is_a_404_with_a_page_that_is_published() -> None:
    """S3 answers 403 to who may not list."""
    (answer,) = _config("plain")["CustomErrorResponses"]
    assert (answer["ErrorCode"], answer["ResponseCode"]) == (403, 404)
    page = ROOT / "static-site" / answer["ResponsePagePath"].lstrip("/")
    assert page.is_file()
    assert site_files.is_published(page.relative_to(ROOT / "static-site"))
    links = re.findall(r'(?:href|src)="([^"]*)"', page.read_text())
    assert links
    assert all(link.startswith("/") for link in links), "it is shown under any address"
    assert all((ROOT / "static-site" / link.lstrip("/")).is_file() for link in links)
    assert answer["ErrorCachingMinTTL"] <= 60, "a page that comes with a deployment is seen"
    assert (ROOT / "static-site" / _config("plain")["DefaultRootObject"]).is_file()


def test_a_domain_of_ones_own_needs_a_current_tls() -> None:
    assert _config("plain")["ViewerCertificate"] == {"CloudFrontDefaultCertificate": True}
    assert "Aliases" not in _config("plain")
    config = _config("domain")
    assert config["Aliases"] == ["photos.example.com"]
    assert config["ViewerCertificate"] == {
        "AcmCertificateArn": VARIANTS["domain"]["CertificateArn"],
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "SslSupportMethod": "sni-only",
    }


def test_names_that_an_account_has_once_for_all_regions_carry_the_region() -> None:
    """Else a stage could be in one region only."""
    configs = (
        DEPLOYED["SiteAccess"]["OriginAccessControlConfig"],
        DEPLOYED["SiteCachePolicy"]["CachePolicyConfig"],
        DEPLOYED["SiteHeaders"]["ResponseHeadersPolicyConfig"],
    )
    assert {each["Name"] for each in configs} == {f"{STACK}-{REGION}"}
    assert DEPLOYED["Dashboard"]["DashboardName"] == f"{STACK}-{REGION}"


@pytest.mark.parametrize(
    ("variant", "url"),
    [("plain", "https://Distribution.DomainName"), ("domain", "https://photos.example.com")],
)
def test_the_site_is_an_origin_without_a_slash(variant: str, url: str) -> None:
    assert make(**VARIANTS[variant]).outputs["SiteUrl"] == url


def test_dns_points_to_the_distribution_both_ways() -> None:
    assert not make(**VARIANTS["domain"]).of_type("Route53::RecordSet")
    records = make(**VARIANTS["domain and DNS"]).of_type("Route53::RecordSet").values()
    assert sorted(record["Type"] for record in records) == ["A", "AAAA"]
    for record in records:
        assert record["Name"] == "photos.example.com"
        assert record["HostedZoneId"] == VARIANTS["domain and DNS"]["HostedZoneId"]
        assert record["AliasTarget"]["DNSName"] == "Distribution.DomainName"
