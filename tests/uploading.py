"""A user who sends files into a library, and S3 that tells of them."""

from dataclasses import replace
from typing import Any

from chalicelib import arrivals, multipart, user_uploads
from chalicelib.answers import MultipartUpload, UploadTicket
from chalicelib.inputs import Arrival, PhotoRequest
from chalicelib.keys import upload_key
from chalicelib.model import Session
from chalicelib.people import User
from chalicelib.photo import Announcement, Photo
from chalicelib.storage import Part
from chalicelib.user_upload_inputs import UserUpload
from tests.fake_pictures import BUCKET
from tests.fakes import MemoryServices
from tests.libraries import ADA
from tests.recordings import an_mp3

MB = 1024 * 1024
MP3 = Announcement(len(an_mp3()), "audio/mpeg", "Speech.mp3")


def issue(
    services: MemoryServices,
    user: User = ADA,
    *,
    comment: str | None = None,
    album_id: str | None = None,
    **announced: Any,
) -> UploadTicket | MultipartUpload:
    """The user asks for leave to send a recording; keywords say what is told otherwise."""
    wanted = UserUpload(replace(MP3, **announced), comment, album_id)
    return user_uploads.issue_upload(services, user, wanted)


def session_of(services: MemoryServices, upload: UploadTicket | MultipartUpload) -> Session:
    session = services.sessions.load(upload.session_id)
    assert session is not None
    return session


def photo_of(services: MemoryServices, upload: UploadTicket | MultipartUpload) -> Photo:
    """As its session has it."""
    return session_of(services, upload).photos[upload.photo_id]


def key_of(services: MemoryServices, upload: UploadTicket | MultipartUpload) -> str:
    content_type = photo_of(services, upload).announced.content_type
    return upload_key(upload.session_id, upload.photo_id, content_type)


def send(
    services: MemoryServices,
    upload: UploadTicket | MultipartUpload,
    content: bytes | None = None,
    size_bytes: int | None = None,
) -> str:
    """The file is sent by one PUT, and S3 tells of it; its key."""
    content = an_mp3() if content is None else content
    size = len(content) if size_bytes is None else size_bytes
    key = key_of(services, upload)
    said = photo_of(services, upload).announced.content_type
    services.objects.put(key, size, said, content)
    arrivals.accept_arrivals(services, [Arrival(BUCKET, key, size, services.clock.now)])
    return key


def send_parts(services: MemoryServices, upload: MultipartUpload, content: bytes) -> str:
    """The file, which begins so, is sent in parts, and S3 tells of it; its key."""
    photo, token = photo_of(services, upload), upload.phone_token or ""
    size = photo.announced.size_bytes or 0
    services.parts.content = content
    for number in range(1, upload.part_count + 1):
        left = size - (number - 1) * upload.part_bytes
        services.parts.put(photo.upload_id or "", Part(number, min(left, upload.part_bytes)))
    request = PhotoRequest(upload.session_id, upload.photo_id, token)
    multipart.complete_upload(services, request)
    key = key_of(services, upload)
    arrivals.accept_arrivals(services, [Arrival(BUCKET, key, size, services.clock.now)])
    return key
