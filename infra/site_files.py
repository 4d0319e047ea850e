"""Which files make the site, and as what browsers get them.

The dev server reads it too: it serves what would be published, as it would be. So this knows
neither AWS nor sockets.
"""

from pathlib import PurePath

#: A browser keeps a file, and asks each time whether it still holds: 304, without a body. There is
#: no build step, so a name says nothing of its content, and any other value would for a while run
#: one release's page with another's modules. It costs little: nearly every phone comes for the
#: first time and has nothing to ask for, a kiosk loads its page once in months, and the CDN answers
#: from what it keeps by its own minimum TTL until a deployment invalidates it. `s-maxage` would say
#: that too, but to every shared cache on the way, and those forget nothing when we deploy.
CACHE_CONTROL = "no-cache"

#: By suffix; not left to the machine's own tables, which differ.
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}


def is_published(path: PurePath) -> bool:
    """Whether a file of the site's folder is for browsers; `path` begins in that folder.

    Not hidden files, nor what only its developers read: type declarations and READMEs.
    """
    return not (
        any(part.startswith(".") for part in path.parts)
        or path.name.endswith(".d.ts")
        or path.stem.upper() == "README"
    )


def content_type(path: PurePath) -> str | None:
    """What a file of this name holds; None if that is not written here."""
    return CONTENT_TYPES.get(path.suffix.lower())
