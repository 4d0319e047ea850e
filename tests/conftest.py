"""What all tests share: an environment that opens nothing outside this machine."""

import functools
import os

from botocore.loaders import JSONFileLoader
from hypothesis import HealthCheck, settings

from devserver import resources
from devserver.environment import USER_POOL_ARN
from tests.fakes import SITE

pytest_plugins = ["tests.leaks", "tests.second_tries"]

# Set when pytest starts and not by a fixture, because app.py reads its settings at import, and a
# test module that imports it is itself imported before any fixture runs.
_SETTINGS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    # The embedded AWS keeps its keys in memory here: nothing is made below a device.
    "STATE_DIR": f"{os.devnull}/none",
    "SCANDROP_SITE_URL": SITE,
    "SCANDROP_UPLOADS_BUCKET": resources.UPLOADS_BUCKET,
    "SCANDROP_SESSIONS_TABLE": resources.SESSIONS_TABLE,
    "SCANDROP_CONNECTIONS_TABLE": resources.CONNECTIONS_TABLE,
    "SCANDROP_PHOTOS_TABLE": resources.PHOTOS_TABLE,
    "SCANDROP_SIGN_UP": "on",
    "SCANDROP_USER_POOL_ARN": USER_POOL_ARN,
    "SCANDROP_USER_POOL_CLIENT_ID": resources.USER_POOL_CLIENT_ID,
    "SCANDROP_ALBUMS_TABLE": resources.ALBUMS_TABLE,
    "SCANDROP_SECRET_PARAMETER": resources.SECRET_PARAMETER,
    "SCANDROP_MEDIA_BUCKET": resources.MEDIA_BUCKET,
    "SCANDROP_JOB_QUEUE_URL": f"https://sqs.us-east-1.amazonaws.com/123456789012/{resources.JOB_QUEUE}",
}
#: What tests are told, and not the application.
_OF_TESTS = {"SCANDROP_BROWSER", "SCANDROP_DEPLOY_PYTHON", "SCANDROP_FUZZ_URL"}
for name in os.environ.keys() - _OF_TESTS:
    if name.startswith(("AWS_", "SCANDROP_")):
        del os.environ[name]
os.environ.update(_SETTINGS)

# Tests make their clients anew, and what those read of AWS's APIs from files is always the same: it
# was more than a third of the time of all tests.
_read = functools.cache(JSONFileLoader().load_file)
setattr(JSONFileLoader, "load_file", lambda _, path: _read(path))  # noqa: B010 (mypy forbids it)

# A busy machine is slow, not wrong.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")
