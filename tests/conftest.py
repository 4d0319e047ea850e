"""What all tests share: an environment that opens nothing outside this machine."""

import os

from hypothesis import HealthCheck, settings

from devserver import resources
from tests.fakes import SITE

# Set when pytest starts and not by a fixture, because app.py reads its settings at import, and a
# test module that imports it is itself imported before any fixture runs.
os.environ.update(
    {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "SCANDROP_SITE_URL": SITE,
        "SCANDROP_UPLOADS_BUCKET": resources.UPLOADS_BUCKET,
        "SCANDROP_SESSIONS_TABLE": resources.SESSIONS_TABLE,
        "SCANDROP_CONNECTIONS_TABLE": resources.CONNECTIONS_TABLE,
        "SCANDROP_PHOTOS_TABLE": resources.PHOTOS_TABLE,
    }
)
for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_ENDPOINT_URL", "SCANDROP_CALLBACK_URL"):
    os.environ.pop(name, None)

# A busy machine is slow, not wrong.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")
