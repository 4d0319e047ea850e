"""docs/openapi.yaml says of albums and kiosks what the code does."""

import re
from dataclasses import fields

from chalicelib import (
    album,
    album_answers,
    album_inputs,
    export,
    export_answers,
    gallery_answers,
    limits,
    messages,
)
from tests.contract.test_openapi import schema_of


def test_what_is_said_of_albums_is_described() -> None:
    said = schema_of("AlbumChange")["properties"]
    assert said.pop("newCode")["type"] == said.pop("newGalleryLink")["type"] == "boolean"
    assert set(said) == set(album_inputs.FIELDS) == set(schema_of("NewAlbum")["properties"])
    assert said["maxPhotos"]["maximum"] == limits.ALBUM_PHOTOS_AT_MOST
    assert said["retentionDays"]["maximum"] == limits.ALBUM_DAYS_AT_MOST
    assert said["webhookUrl"]["maxLength"] == limits.WEBHOOK_URL_CHARACTERS
    assert schema_of("ShortName")["maxLength"] == limits.NAME_CHARACTERS
    assert schema_of("AlbumPage")["properties"]["albums"]["maxItems"] == limits.ALBUMS_PER_PAGE
    assert schema_of("Kiosks")["properties"]["kiosks"]["maxItems"] == limits.ALBUM_KIOSKS
    key = schema_of("EnrolledKiosk")["properties"]["kioskKey"]
    assert key["maxLength"] == limits.KIOSK_KEY_CHARACTERS
    code = re.compile(schema_of("AlbumView")["properties"]["code"]["pattern"])
    letters = {letter for letter in map(chr, range(128)) if code.fullmatch(letter * 10)}
    assert letters == set(album.CODE_ALPHABET)
    assert code.fullmatch(album.new_code())


def test_what_guests_and_hosts_are_told_is_described() -> None:
    shapes = (gallery_answers.ShownPhoto, gallery_answers.GalleryPage, album_answers.HostedAlbum)
    for shape in shapes:
        wire = {messages._camel(each.name) for each in fields(shape)}
        said = schema_of(shape.__name__)
        assert set(said["properties"]) == set(said["required"]) == wire
    most = schema_of("GalleryPage")["properties"]["photos"]["maxItems"]
    assert most == limits.MAX_PAGE_PHOTOS


def test_what_is_said_of_exports_is_described() -> None:
    assert set(schema_of("ExportRequest")["properties"]) == {"size", "visibility"}
    assert schema_of("ExportState")["enum"] == list(export.ExportState)
    described = {name: schema_of(name) for name in ("ExportView", "ExportedFile")}
    for shape in (export_answers.ExportView, export_answers.ExportedFile):
        wire = {messages._camel(each.name) for each in fields(shape)}
        said = described[shape.__name__]
        assert set(said["properties"]) == set(said["required"]) == wire
