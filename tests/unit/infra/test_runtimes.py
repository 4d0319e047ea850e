"""What is known of Pythons other than the one that runs."""

import pytest

from infra.runtimes import Runtime


@pytest.mark.parametrize(
    ("python", "magic", "source_hash"),
    # As their own importlib.util says: MAGIC_NUMBER, source_hash(b"hello").
    [("3.12", "cb0d0d0a", "9bca4702dbaedbed"), ("3.13", "f30d0d0a", "aa4d9968b297cf0d")],
)
def test_pyc_headers_are_those_of_the_runtime(python: str, magic: str, source_hash: str) -> None:
    runtime = Runtime(python, "x86_64")
    assert runtime.magic.to_bytes(4, "little").hex() == magic
    assert runtime.source_hash(b"hello").hex() == source_hash


@pytest.mark.parametrize(
    ("module", "path"),
    [
        ("app.py", "__pycache__/app.cpython-313.pyc"),
        ("a/b.c.py", "a/__pycache__/b.c.cpython-313.pyc"),
    ],
)
def test_a_pyc_is_where_python_looks_for_it(module: str, path: str) -> None:
    assert Runtime("3.13", "x86_64").cache_path(module) == path


def test_a_lock_is_read_for_the_runtime_and_not_for_this_machine() -> None:
    lock = "\n".join(
        f"{line} \\\n    --hash=sha256:00"
        for line in (
            "always==1",
            "Mixed_Name==2",
            "windows==3 ; sys_platform == 'win32'",
            "linux==4 ; sys_platform == 'linux'",
            "old==5 ; python_full_version < '3.13'",
            "new==6 ; python_version >= '3.13'",
            "arm==7 ; platform_machine == 'aarch64'",
        )
    )
    assert Runtime("3.13", "x86_64").locked(lock) == {
        "always": "1",
        "mixed-name": "2",
        "linux": "4",
        "new": "6",
    }
    assert Runtime("3.12", "arm64").locked(lock).keys() == {
        "always",
        "mixed-name",
        "linux",
        "old",
        "arm",
    }
