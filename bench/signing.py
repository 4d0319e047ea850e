"""In one process: a ticket beside boto3's own presigning, and our QR code beside the library's."""

import time
from collections.abc import Callable
from dataclasses import replace

import boto3
from botocore.config import Config
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode

from bench.figures import Figure
from chalicelib import limits, qr, sessions, uploads
from chalicelib.aws.presign import S3UploadSigner
from chalicelib.inputs import TicketRequest
from chalicelib.photo import Announcement
from chalicelib.ports import Services
from tests import fakes

ROUNDS = 400
PAGE = "https://d111111abcdef8.cloudfront.net/phone.html#AbCdEfGhIjKlMnOpQrStUv"


def figures() -> list[Figure]:
    """Mean of many calls, the two in turn in four blocks."""
    return [_ticket(), _qr()]


def _ticket() -> Figure:
    client = boto3.client(
        "s3",
        region_name="eu-central-1",
        aws_access_key_id="AKIAEXAMPLE",
        aws_secret_access_key="example",  # noqa: S106 - signs for nobody
        config=Config(signature_version="s3v4"),
    )
    memory: Services = fakes.services()
    services = replace(memory, signer=S3UploadSigner(lambda: client, "bucket"))
    announced = Announcement(3_000_000, "image/jpeg", "photo.jpg", request_id="bench-0001")
    session = sessions.open_session(services)
    request = TicketRequest(session.session_id, announced, "t" * 43)
    params = {
        "Bucket": "bucket",
        "Key": "k.jpg",
        "ContentType": "image/jpeg",
        "ContentLength": 3_000_000,
        "IfNoneMatch": "*",
    }
    return _beside(
        "issue_ticket, stores in memory",
        lambda: uploads.issue_ticket(services, request),
        "boto3 generate_presigned_url",
        lambda: client.generate_presigned_url("put_object", params, limits.TICKET_SECONDS),
        "≤ 1.3",
    )


def _qr() -> Figure:
    def library() -> None:
        code = QRCode(image_factory=SvgPathImage)
        code.add_data(PAGE)
        code.make_image().to_string()

    return _beside("qr.svg", lambda: qr.svg(PAGE), "qrcode SvgPathImage", library, "< 1")


def _beside(
    name: str, ours: Callable[[], object], other: str, theirs: Callable[[], object], budget: str
) -> Figure:
    mine = reference = 0.0
    for _ in range(4):
        mine += _seconds(ours) / 4
        reference += _seconds(theirs) / 4
    return Figure(
        name,
        f"{mine * 1000:.2f} ms",
        f"{other} {reference * 1000:.2f} ms",
        f"{mine / reference:.2f}",
        budget,
    )


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(ROUNDS // 4):
        call()
    return (time.perf_counter() - began) / (ROUNDS // 4)
