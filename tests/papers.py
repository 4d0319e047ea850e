"""Documents as programs write them, but for what nobody here looks into."""

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
DOCX = f"{_OOXML}.wordprocessingml.document"
XLSX = f"{_OOXML}.spreadsheetml.sheet"
PPTX = f"{_OOXML}.presentationml.presentation"
ODT, ODS, ODP = (f"{_ODF}.{kind}" for kind in ("text", "spreadsheet", "presentation"))
MAIN = {DOCX: "word/document.xml", XLSX: "xl/workbook.xml", PPTX: "ppt/presentation.xml"}
TYPES_PART = "[Content_Types].xml"


def a_pdf(trailer: str = "", *, behind: bytes = b"\n") -> bytes:
    """One empty page."""
    body = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    body += b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    said = f"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 3/Root 1 0 R{trailer}>>\n"
    return body + f"{said}startxref\n{len(body)}\n%%EOF".encode() + behind


def a_zip(parts: Mapping[str, bytes], *, stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    """An archive of these parts, in their order."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content, ZIP_STORED if name in stored else ZIP_DEFLATED)
    return file.getvalue()


def content_types(overrides: Mapping[str, str], defaults: Mapping[str, str] | None = None) -> bytes:
    """The part that says what the others are."""
    told = [
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in (defaults or {"xml": "application/xml"}).items()
    ]
    told += [f'<Override PartName="{n}" ContentType="{kind}"/>' for n, kind in overrides.items()]
    uri = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?><Types xmlns="{uri}">{"".join(told)}</Types>'.encode()


def open_xml_parts(content_type: str = DOCX) -> dict[str, bytes]:
    """What a document of Office has at least."""
    main = MAIN[content_type]
    return {
        TYPES_PART: content_types({f"/{main}": f"{content_type}.main+xml"}),
        "_rels/.rels": b"<Relationships/>",
        main: b"<document/>" * 100,
    }


def open_document_parts(content_type: str = ODT) -> dict[str, bytes]:
    """What a document of LibreOffice has at least."""
    return {
        "mimetype": content_type.encode(),
        "content.xml": b"<office/>" * 100,
        "META-INF/manifest.xml": b"<manifest:manifest/>",
    }


#: One of each type.
DOCUMENTS = {
    "application/pdf": a_pdf(),
    **{kind: a_zip(open_xml_parts(kind)) for kind in MAIN},
    **{kind: a_zip(open_document_parts(kind)) for kind in (ODT, ODS, ODP)},
    "text/plain": "Grüße\n".encode(),
    "text/csv": b"a,b\r\n1,2\r\n",
    "text/markdown": b"# Title\n",
}
