"""The decoders of the package: in a process of their own, with what Lambda has and no more."""

import os
import re
from pathlib import Path
from typing import Any

import psutil
import pytest

from chalicelib.keys import upload_key
from devserver import resources
from tests.builders import SESSION_ID, an_id
from tests.deployment.runtime import kit
from tests.deployment.runtime.events import a_step_event, an_sqs_event
from tests.deployment.runtime.function import Function, Machine, Start
from tests.e2e.pictures import encoded, jpeg

pytest_plugins = ["tests.deployment.runtime.fixtures"]

#: What a kiosk's photo may be, by Pillow's names.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")
#: What Lambda's machines have of the system: the libraries of C and C++, and what Python needs.
#: https://docs.aws.amazon.com/linux/al2023/ug/al2023-container-image-types.html
SYSTEM = {
    *("ld-linux-x86-64", "libc", "libdl", "libm", "libmvec", "libpthread", "librt", "libutil"),
    *("libgcc_s", "libstdc++", "libffi", "libz", "libcrypto"),
    # Pillow's setting of text takes it where it is, and does without where it is not, as there.
    "libfribidi",
}


def stored(aws: dict[str, str], number: int, content: bytes) -> str:
    """The key of an upload that waits to be processed; no session knows it."""
    photo_id = an_id(number)
    key = upload_key(SESSION_ID, photo_id, None)
    kit.client("s3", aws).put_object(Bucket=resources.UPLOADS_BUCKET, Key=key, Body=content)
    item: dict[str, Any] = {
        "photoId": {"S": photo_id},
        "sessionId": {"S": SESSION_ID},
        "state": {"S": "STORED"},
        "key": {"S": key},
        "sizeBytes": {"N": str(len(content))},
        "storedAt": {"N": "1800000000"},
    }
    kit.client("dynamodb", aws).put_item(TableName=resources.PHOTOS_TABLE, Item=item)
    return key


def photo(aws: dict[str, str], number: int) -> dict[str, Any]:
    """What has become of it."""
    key = {"photoId": {"S": an_id(number)}}
    got = kit.client("dynamodb", aws).get_item(TableName=resources.PHOTOS_TABLE, Key=key)
    item: dict[str, Any] = got["Item"]
    return item


@pytest.fixture
def processor(start: Start) -> Function:
    return start("app.process_photos")


def processed(function: Function, *keys: str) -> None:
    outcome = function.invoke(an_sqs_event(*({"key": key} for key in keys)))
    assert outcome.body == {"batchItemFailures": []}, function.output()


def test_every_format_is_rendered_with_nothing_but_the_package(
    processor: Function, aws: dict[str, str]
) -> None:
    made = [jpeg(seed=3), *(encoded(form, seed=3) for form in FORMATS[1:])]
    keys = [stored(aws, 100 + n, content) for n, content in enumerate(made)]
    processed(processor, *keys)
    for number, form in enumerate(FORMATS):
        item = photo(aws, 100 + number)
        assert item["state"] == {"S": "READY"}, (form, item, processor.output())
        assert item["facts"]["M"]["format"] == {"S": form}
        assert len(item["renditions"]["L"]) == 3


def test_a_file_at_fault_is_no_fault_of_the_function(
    processor: Function, aws: dict[str, str]
) -> None:
    processed(processor, stored(aws, 120, b"no picture at all"), stored(aws, 121, jpeg()[:-900]))
    assert photo(aws, 120)["rejection"] == {"S": "NOT_AN_IMAGE"}
    assert photo(aws, 121)["rejection"] == {"S": "TRUNCATED"}
    assert photo(aws, 121)["state"] == {"S": "REJECTED"}


def test_the_decoders_know_no_secrets_and_are_the_package_s_own(
    processor: Function, aws: dict[str, str], task: Path, machine: Machine
) -> None:
    processed(processor, stored(aws, 130, encoded("HEIF")))
    (worker,) = psutil.Process(processor.process.pid).children(recursive=True)
    known = {"PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_CTYPE", "GLIBC_TUNABLES"}
    assert set(worker.environ()) <= known
    loaded = {Path(each.path) for each in worker.memory_maps() if ".so" in each.path}
    ours = {path.name for path in loaded if path.is_relative_to(task)}
    assert any(name.startswith("_imaging.") for name in ours)
    assert any(name.startswith("libheif") for name in ours)
    python = Path(os.path.realpath(machine.python)).parents[1]
    for path in loaded:
        if not path.is_relative_to(task) and not path.is_relative_to(python):
            assert path.name.partition(".")[0] in SYSTEM, path


def test_nothing_is_written_but_in_tmp(
    processor: Function, aws: dict[str, str], task: Path
) -> None:
    before, shared = _files(task), _files(Path("/dev/shm"))
    processed(processor, stored(aws, 140, jpeg()))
    # It reports what it has done so far before it asks for the next event.
    processor.invoke(an_sqs_event())
    assert _files(task) == before
    assert _files(Path("/dev/shm")) == shared
    written = [path for report in processor.reports() for path in report.written]
    assert written, "the upload is kept on disk while it is decoded"
    assert [path for path in written if not path.startswith(("/tmp", "/dev/null"))] == []


def _files(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_large_photo_needs_less_memory_than_its_pixels(
    processor: Function, aws: dict[str, str]
) -> None:
    width, height = 8000, 6000
    processed(processor, stored(aws, 150, jpeg(width=width, height=height)))
    assert photo(aws, 150)["state"] == {"S": "READY"}
    (held,) = re.findall(r"decoded JPEG of .* and (\d+) MB of memory", processor.output())
    assert int(held) * 2**20 < width * height * 3


@pytest.mark.parametrize("step", ["render_photo", "watermark_photo"])
def test_steps_render_as_well(step: str, start: Start, aws: dict[str, str]) -> None:
    mark = '{"*": {"text": "Anna & Ben"}}'
    function = start(f"app.{step}", SCANDROP_WATERMARKS=mark)
    key = stored(aws, 160, encoded("HEIF"))
    outcome = function.invoke(a_step_event(key))
    assert outcome.kind == "response", function.output()
    assert outcome.body["rejection"] is None
    assert [each["name"] for each in outcome.body["renditions"]] == ["large", "medium", "thumb"]
