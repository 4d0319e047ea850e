"""The XML of S3's multipart operations, and what a completion must name. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, tostring

from devserver.multipart import MIN_PART_BYTES, Completed, Part, Upload
from devserver.s3_errors import refused
from devserver.wire import Answer, Headers

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


@dataclass(frozen=True)
class NamedPart:
    """A part as the request for completion names it."""

    number: int
    #: Without quotes.
    etag: str
    #: Algorithm → checksum.
    checksums: Mapping[str, str]


def named_parts(body: bytes) -> list[NamedPart]:
    """The parts that an object shall be made of.

    Raises:
        Refused: MalformedXML.
    """
    try:
        # Its size is bounded, and expat of today refuses entities that explode.
        root = fromstring(body)  # noqa: S314
        found = [_named_part(each) for each in root if _name(each) == "Part"]
    except (ParseError, ValueError, KeyError):
        found = []
    if not found:
        raise refused(
            400,
            "MalformedXML",
            "The XML you provided was not well-formed or did not validate against our published "
            "schema",
        )
    return found


def chosen(named: Sequence[NamedPart], stored: Iterable[Part], algorithm: str | None) -> list[Part]:
    """The stored parts that are meant.

    Raises:
        Refused: InvalidPartOrder, InvalidPart, InvalidRequest, EntityTooSmall.
    """
    numbers = [each.number for each in named]
    if numbers != sorted(set(numbers)):
        message = (
            "The list of parts was not in ascending order. Parts must be ordered by part number."
        )
        raise refused(400, "InvalidPartOrder", message)
    known = {part.number: part for part in stored}
    parts = [_meant(each, known.get(each.number), algorithm) for each in named]
    if any(part.size < MIN_PART_BYTES for part in parts[:-1]):
        message = "Your proposed upload is smaller than the minimum allowed size"
        raise refused(400, "EntityTooSmall", message)
    return parts


def _meant(named: NamedPart, stored: Part | None, algorithm: str | None) -> Part:
    invalid = refused(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found. The part may not have been "
        "uploaded, or the specified entity tag may not match the part's entity tag.",
    )
    if stored is None or stored.etag != named.etag:
        raise invalid
    if algorithm and algorithm not in named.checksums:
        raise refused(
            400,
            "InvalidRequest",
            f"The upload was created using a {algorithm.lower()} checksum. The complete request "
            "must include the checksum for each part. It was missing for part "
            f"{named.number} in the request.",
        )
    if algorithm and named.checksums[algorithm] != stored.checksum:
        raise invalid
    return stored


def created(upload: Upload) -> Answer:
    """The answer to CreateMultipartUpload."""
    headers: Headers = ()
    if upload.algorithm:
        headers = (
            ("x-amz-checksum-algorithm", upload.algorithm),
            ("x-amz-checksum-type", "COMPOSITE"),
        )
    facts = {"Bucket": upload.bucket, "Key": upload.key, "UploadId": upload.id}
    return _document(_element("InitiateMultipartUploadResult", facts), headers)


def completed(result: Completed, location: str, headers: Headers = ()) -> Answer:
    """The answer to CompleteMultipartUpload."""
    facts = {
        "Location": location,
        "Bucket": result.bucket,
        "Key": result.key,
        "ETag": f'"{result.etag}"',
    }
    if result.algorithm and result.checksum:
        facts |= {f"Checksum{result.algorithm}": result.checksum, "ChecksumType": "COMPOSITE"}
    if result.version_id:
        headers = (*headers, ("x-amz-version-id", result.version_id))
    return _document(_element("CompleteMultipartUploadResult", facts), headers)


def listed_parts(upload: Upload, parts: Sequence[Part], after: int, at_most: int) -> Answer:
    """The answer to ListParts: those after a number."""
    following = [part for part in parts if part.number > after]
    page, more = following[:at_most], len(following) > at_most
    facts = {
        "Bucket": upload.bucket,
        "Key": upload.key,
        "UploadId": upload.id,
        "StorageClass": "STANDARD",
        "PartNumberMarker": str(after),
        "MaxParts": str(at_most),
        "IsTruncated": str(more).lower(),
    }
    if more and page:
        facts["NextPartNumberMarker"] = str(page[-1].number)
    if upload.algorithm:
        facts |= {"ChecksumAlgorithm": upload.algorithm, "ChecksumType": "COMPOSITE"}
    root = _element("ListPartsResult", facts)
    for part in page:
        described = {
            "PartNumber": str(part.number),
            "LastModified": part.modified,
            "ETag": f'"{part.etag}"',
            "Size": str(part.size),
        }
        if upload.algorithm and part.checksum:
            described[f"Checksum{upload.algorithm}"] = part.checksum
        root.append(_element("Part", described))
    return _document(root)


def listed_uploads(bucket: str, prefix: str, uploads: Iterable[Upload]) -> Answer:
    """The answer to ListMultipartUploads; all of them, on one page."""
    facts = {"Bucket": bucket, "Prefix": prefix, "IsTruncated": "false"}
    root = _element("ListMultipartUploadsResult", facts)
    for upload in uploads:
        if upload.key.startswith(prefix):
            described = {
                "Key": upload.key,
                "UploadId": upload.id,
                "StorageClass": "STANDARD",
                "Initiated": upload.initiated,
            }
            root.append(_element("Upload", described))
    return _document(root)


def _named_part(element: Element) -> NamedPart:
    facts = {_name(child): (child.text or "").strip() for child in element}
    checksums = {
        name.removeprefix("Checksum"): value
        for name, value in facts.items()
        if name.startswith("Checksum") and value
    }
    return NamedPart(int(facts["PartNumber"]), facts["ETag"].strip('"'), checksums)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _element(name: str, facts: Mapping[str, str]) -> Element:
    element = Element(name)
    for fact, value in facts.items():
        SubElement(element, fact).text = value
    return element


def _document(root: Element, headers: Headers = ()) -> Answer:
    root.set("xmlns", _NAMESPACE)
    body = tostring(root, encoding="UTF-8", xml_declaration=True)
    return Answer(200, (("Content-Type", "application/xml"), *headers), body)
