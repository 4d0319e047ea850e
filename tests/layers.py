"""The layers of docs/architecture.md: which modules are in each, and what they may import."""

PURE = {
    *("account_answers", "account_inputs", "album", "album_answers", "album_entry", "album_errors"),
    *("album_messages", "listening", "signed_tokens", "wall_answers", "wall_inputs"),
    *(
        "album_inputs",
        "answers",
        "belonging",
        "client_messages",
        "comments",
        "cursors",
        "library_answers",
    ),
    *("library_errors", "library_inputs", "negotiation", "photo_query"),
    *("album_links", "gallery_answers", "gallery_inputs"),
    *("errors", "filenames", "inputs", "jobs", "keys", "kiosk_keys", "limits", "messages"),
    *("model", "multipart_inputs", "people", "photo", "signing_secrets", "statuses"),
    *("tokens", "connection", "user_upload_inputs"),
    *("archive_formats", "audio_formats", "categories", "document_formats", "excerpts"),
    *("video_formats", "watermarks", "archives", "export", "export_answers", "export_inputs"),
    *("export_keys", "export_progress", "exported", "manifests", "webhook", "webhook_inputs"),
}
USE_CASES = {
    *("accounts", "albums", "arrivals", "health", "joining", "kiosks", "multipart", "originals"),
    *("notifications", "outcomes", "places", "processing", "sayings", "sessions", "uploads"),
    *("deletion", "gallery", "library", "permissions", "races", "retention"),
    *("album_channel", "album_news", "screen_news", "library_views", "pushes", "walls"),
    *("dispatch", "export_manifests", "export_plans", "export_volumes", "exports"),
    *("numbers", "object_writer", "user_uploads", "webhooks"),
}
ROUTES = {
    "account_routes",
    "album_routes",
    "export_routes",
    "health_routes",
    "library_routes",
    "wall_routes",
}
ENTRY = {"chalice", "http", "invocations", "routing", "settings", "wiring"}
PORTS = {"album_store", "export_store", "identity", "library_store", "ports", "storage"}
AWS = {"boto3", "botocore"}
#: What each module may import, beside the standard library. A new module has to be put here.
ALLOWED = {
    **dict.fromkeys(PURE, PURE),
    "account_inputs": PURE | {"identity"},
    **{name: set() for name in ("audit", "logs", "metrics")},
    "invocations": PURE | {"audit", "chalice", "logs"},
    **dict.fromkeys(USE_CASES, PURE | USE_CASES | PORTS | {"logs", "metrics", "qr", "settings"}),
    "ports": PURE | PORTS | {"metrics", "settings"},
    "signed_tokens": PURE | {"jwt"},
    **dict.fromkeys(("album_store", "identity", "library_store", "storage"), PURE),
    **dict.fromkeys(("export_progress", "export_store"), PURE | {"storage"}),
    "settings": {"categories", "limits", "photo_query", "watermarks"},
    "qr": {"qrcode"},
    "http": PURE | {"chalice"},
    "routing": {"http", "chalice"},
    **dict.fromkeys(ROUTES, PURE | USE_CASES | {"http", "routing", "settings", "wiring"}),
    "wiring": PURE | {"ports", "settings", "aws", "images", "webhook_client"},
    "webhook_client": PURE,
    "app": PURE | USE_CASES | ROUTES | ENTRY,
    "aws": PURE | AWS | PORTS | {"aws", "metrics"},
    "images": PURE | {"images", "ports", "PIL", "pillow_heif"},
}
