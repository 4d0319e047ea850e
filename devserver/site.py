"""The static site as the CDN of the deployed system serves it. No sockets.

Files are looked up in a directory that the developer edits, so nothing is kept but their
compressed form, and that only as long as the file has not changed.
"""

import gzip
import json
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from devserver.addresses import Addresses
from devserver.brand import BrandFile
from devserver.wire import Answer, Headers, Request
from infra import site_files

_COMPRESSED = {".html", ".js", ".css", ".json", ".svg", ".txt", ".webmanifest"}
_GZIP_ABOVE_BYTES = 256


@dataclass(frozen=True)
class _File:
    etag: str
    modified: float
    content_type: str
    content: bytes
    gzipped: bytes | None


class Site:
    """Answers GET and HEAD with files of one directory, `/config.json` and the brand's logo."""

    def __init__(
        self,
        directory: Path,
        addresses: Addresses,
        *,
        sign_up: bool = False,
        brand: BrandFile | None = None,
    ) -> None:
        """`sign_up`: whether people make accounts by themselves, for the pages to know."""
        self._sign_up = sign_up
        self._brand = brand
        self._directory = directory.resolve()
        self._addresses = addresses
        self._headers = security_headers(addresses)
        self._files: dict[Path, _File] = {}

    def handle(self, request: Request) -> Answer:
        """Answer one request."""
        if request.header("Host") != f"{self._addresses.host}:{self._addresses.site_port}":
            return self._canonical(request)
        if request.method not in ("GET", "HEAD"):
            return self._error(405, "Only GET and HEAD", ("Allow", "GET, HEAD"))
        if request.raw_path == "/config.json":
            return self._config()
        if (logo := self._logo(request.raw_path)) is not None:
            return logo
        file = self._find(unquote(request.raw_path, errors="replace"))
        if file is None:
            return self._missing()
        return self._file(file, request)

    def _canonical(self, request: Request) -> Answer:
        """Send to our one origin: localhost and 127.0.0.1 are two, and CORS allows one."""
        # A second slash would make the rest a host name of the redirect's target.
        path = "/" + request.raw_path.lstrip("/\\")
        query = f"?{request.query}" if request.query else ""
        return self._error(
            307, "See the one origin", ("Location", self._addresses.site + path + query)
        )

    def _config(self) -> Answer:
        config = {
            "apiUrl": self._addresses.api,
            "websocketUrl": self._addresses.websocket,
            "signUp": self._sign_up,
            "brand": self._brand and self._brand.current.published,
        }
        return self._made("application/json", json.dumps(config).encode())

    def _logo(self, path: str) -> Answer | None:
        """The brand's, where it would be published."""
        logo = self._brand and self._brand.current.logo
        if not logo or path != f"/{logo.path}":
            return None
        return self._made(str(site_files.content_type(PurePosixPath(path))), logo.content)

    def _made(self, content_type: str, content: bytes) -> Answer:
        """What no file of the site's folder holds."""
        kept = ("Cache-Control", site_files.CACHE_CONTROL)
        return Answer(200, (("Content-Type", content_type), kept, *self._headers), content)

    def _missing(self) -> Answer:
        """The page that the CDN answers with, if there is one."""
        page = self._find("/404.html")
        if page is None:
            return self._error(404, "There is no such page")
        headers = (("Content-Type", page.content_type), ("Cache-Control", site_files.CACHE_CONTROL))
        return Answer(404, (*headers, *self._headers), page.content)

    def _find(self, path: str) -> _File | None:
        """The file of a path, or None; never one outside the directory or that is not published."""
        relative = path.strip("/") or "index.html"
        if "\x00" in relative or not site_files.is_published(PurePosixPath(relative)):
            return None
        candidate = (self._directory / relative).resolve()
        if not candidate.is_relative_to(self._directory) or not candidate.is_file():
            return None
        return self._read(candidate)

    def _read(self, path: Path) -> _File:
        facts = path.stat()
        # Weak, because one tag stands for the plain and the compressed form.
        etag = f'W/"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
        kept = self._files.get(path)
        if kept and kept.etag == etag:
            return kept
        content = path.read_bytes()
        suffix = path.suffix.lower()
        worth_it = suffix in _COMPRESSED and len(content) > _GZIP_ABOVE_BYTES
        file = _File(
            etag=etag,
            modified=facts.st_mtime,
            # Publishing refuses a type that it does not know.
            content_type=site_files.content_type(path) or "application/octet-stream",
            content=content,
            gzipped=gzip.compress(content, 6) if worth_it else None,
        )
        self._files[path] = file
        return file

    def _file(self, file: _File, request: Request) -> Answer:
        headers = (
            ("Content-Type", file.content_type),
            ("Cache-Control", site_files.CACHE_CONTROL),
            ("ETag", file.etag),
            ("Last-Modified", formatdate(file.modified, usegmt=True)),
            ("Vary", "Accept-Encoding"),
            *self._headers,
        )
        known = request.header("If-None-Match") or ""
        if file.etag in (each.strip() for each in known.split(",")):
            return Answer(304, headers)
        if file.gzipped and "gzip" in (request.header("Accept-Encoding") or ""):
            return Answer(200, (*headers, ("Content-Encoding", "gzip")), file.gzipped)
        return Answer(200, headers, file.content)

    def _error(self, status: int, text: str, *headers: tuple[str, str]) -> Answer:
        plain = ("Content-Type", "text/plain; charset=utf-8")
        return Answer(status, (plain, *headers, *self._headers), f"{text}\n".encode())


def security_headers(addresses: Addresses) -> Headers:
    """What the deployed site sends with every answer, for these origins; but HSTS: this is http."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' data: blob: {addresses.storage}",
        "media-src": f"blob: {addresses.storage}",
        "connect-src": f"'self' {addresses.gateway} {addresses.websocket_origin} "
        f"{addresses.storage}",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return (
        ("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items())),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        (
            "Permissions-Policy",
            "screen-wake-lock=(self), camera=(self), microphone=(), "
            "geolocation=(), payment=(), usb=()",
        ),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )
