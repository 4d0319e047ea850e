"""Cold start: what `import app` costs, beside the libraries that it cannot do without."""

import os
import statistics
import subprocess
import sys

from bench.figures import Figure

RUNS = 7
_TIMED = "import time; a = time.perf_counter(); {}; print(time.perf_counter() - a)"
_ENVIRON = {
    "SCANDROP_SITE_URL": "https://site.example",
    "SCANDROP_UPLOADS_BUCKET": "scandrop-uploads",
    "SCANDROP_MEDIA_BUCKET": "scandrop-media",
    "SCANDROP_JOB_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/scandrop-jobs",
    "SCANDROP_SESSIONS_TABLE": "scandrop-sessions",
    "SCANDROP_CONNECTIONS_TABLE": "scandrop-connections",
    "SCANDROP_PHOTOS_TABLE": "scandrop-photos",
    "SCANDROP_USER_POOL_ARN": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Bench",
    "SCANDROP_USER_POOL_CLIENT_ID": "bench",
    "SCANDROP_ALBUMS_TABLE": "scandrop-albums",
    "SCANDROP_SECRET_PARAMETER": "/scandrop/secrets",
}


def figures() -> list[Figure]:
    """Median of fresh processes, the two in turn."""
    ours, libraries = [], []
    for _ in range(RUNS):
        ours.append(_seconds("import app"))
        libraries.append(_seconds("import chalice.app, boto3"))
    mine, reference = statistics.median(ours), statistics.median(libraries)
    return [
        Figure(
            "import app",
            f"{mine * 1000:.0f} ms",
            f"chalice and boto3 alone {reference * 1000:.0f} ms",
            f"{mine / reference:.2f}",
            "≤ 1.5",
        )
    ]


def _seconds(statement: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _TIMED.format(statement)],
        env={**os.environ, **_ENVIRON},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)
