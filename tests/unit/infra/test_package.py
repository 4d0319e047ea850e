"""Packages that Lambda could not run, each refused for its own reason."""

import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from infra.package import MAX_ZIP_BYTES, PackageFacts, check
from infra.problems import BuildFailed
from tests.unit.infra.packages import (
    ARM_ELF,
    ELF,
    EXTENSION,
    GOOD,
    LOCK,
    WHEEL,
    Contents,
    a_pyc,
    a_wheel,
    cached,
)


@pytest.fixture
def contents() -> Contents:
    return Contents()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text(LOCK)
    return path


def checked(zip_path: Path, lock: Path) -> PackageFacts:
    return check(zip_path, "3.13", "x86_64", lock)


def test_a_good_package_is_described(contents: Contents, lock: Path) -> None:
    path = contents.written(lock.parent)
    facts = checked(path, lock)
    assert facts == PackageFacts(
        python="3.13",
        architecture="x86_64",
        zip_bytes=path.stat().st_size,
        unpacked_bytes=sum(map(len, contents.files.values())),
        files=len(contents.files),
        distributions={"pillow": "12.0.0", "qrcode": "8.2"},
    )


def test_what_is_in_a_package_is_told_in_a_line() -> None:
    facts = PackageFacts("3.13", "x86_64", 308_323, 734_851, 137, {"qrcode": "8.2"})
    assert str(facts) == (
        "0.31 MB zipped, 0.7 MB unpacked, for Python 3.13 on x86_64, with qrcode 8.2"
    )


def without(prefix: str) -> Callable[[Contents], None]:
    return lambda contents: contents.drop(prefix)


def having(files: Mapping[str, bytes]) -> Callable[[Contents], None]:
    return lambda contents: contents.files.update(files)


def tagged(*tags: str) -> Callable[[Contents], None]:
    return having({WHEEL: a_wheel(*tags)})


def compiled(pyc: bytes) -> Callable[[Contents], None]:
    return having({cached("chalicelib/aws/s3.py"): pyc})


S3 = b"# chalicelib/aws/s3.py\n"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        # The application
        (without("app.py"), "app.py is missing."),
        (without("chalicelib/"), "chalicelib/__init__.py is missing."),
        (without("chalice/__init__"), "chalice/__init__.py is missing."),
        (without("chalice/app"), "chalice/app.py is missing."),
        (
            lambda contents: setattr(contents, "mode", 0o100600),
            "Not readable by everybody: PIL/Image.py",
        ),
        # Wheels of another machine or Python
        (tagged("cp313-cp313-linux_x86_64"), "built for cp313-cp313-linux_x86_64, and not for"),
        (tagged("cp313-cp313-macosx_11_0_arm64"), "pillow-12.0.0 is built for"),
        (tagged("cp313-cp313-win_amd64"), "pillow-12.0.0 is built for"),
        (tagged("cp313-cp313-musllinux_1_2_x86_64"), "pillow-12.0.0 is built for"),
        (tagged("cp313-cp313-manylinux_2_27_aarch64"), "not for Python 3.13 on Lambda's x86_64."),
        (tagged("cp312-cp312-manylinux_2_27_x86_64"), "pillow-12.0.0 is built for"),
        (tagged("cp313-cp313t-manylinux_2_27_x86_64"), "pillow-12.0.0 is built for"),
        (tagged("cp313-cp313-manylinux_2_35_x86_64"), "pillow-12.0.0 is built for"),
        (tagged("cp314-abi3-manylinux_2_27_x86_64"), "pillow-12.0.0 is built for"),
        (tagged("py2-none-any"), "pillow-12.0.0 is built for"),
        (tagged(), "pillow-12.0.0 is built for nothing"),
        # Dependencies
        (without("pillow-12.0.0.dist"), "pillow 12.0.0 is in requirements.txt and not in the pack"),
        (
            lambda contents: (
                contents.drop("qrcode-8.2"),
                contents.files.update({"qrcode-8.1.dist-info/METADATA": b""}),
            ),
            "qrcode is 8.1 in the package and 8.2 in requirements.txt.",
        ),
        (having({"evil-6.6.dist-info/METADATA": b""}), "evil 6.6 is in the package and not in"),
        (having({"boto3/data.json": b""}), "boto3 does not belong into the package"),
        (having({"botocore/data.json": b""}), "botocore does not belong into the package"),
        (having({"pip/cacert.pem": b""}), "pip does not belong into the package"),
        # Compiled code
        (having({EXTENSION: ARM_ELF}), f"another machine than x86_64: {EXTENSION}."),
        (having({EXTENSION: b"\xcf\xfa\xed\xfe"}), f"another machine than x86_64: {EXTENSION}."),
        (having({"PIL/a.dylib": b"\xcf\xfa"}), "another machine than x86_64: PIL/a.dylib."),
        (having({"pillow.libs/libz.so.1": ARM_ELF}), "x86_64: pillow.libs/libz.so.1."),
        (having({EXTENSION: ELF[:4] + b"\x01" + ELF[5:]}), f"x86_64: {EXTENSION}."),
        # Bytecode
        (without("__pycache__"), "Without a .pyc for Python 3.13: app.py."),
        (without("chalicelib/aws/__pycache__"), "Without a .pyc for Python 3.13: chalicelib/aws"),
        (without("chalice/__pycache__/app"), "Without a .pyc for Python 3.13: chalice/app.py."),
        (compiled(a_pyc(S3, "3.12")), "that Python 3.13 does not take: chalicelib/aws/s3.py."),
        (compiled(a_pyc(S3, flags=0)), "not of the kind unchecked-hash: chalicelib/aws/s3.py."),
        (compiled(a_pyc(S3, flags=3)), "not of the kind unchecked-hash: chalicelib/aws/s3.py."),
        (compiled(a_pyc(S3 + b"#")), "With a .pyc of another source: chalicelib/aws/s3.py."),
        (compiled(b""), "that Python 3.13 does not take: chalicelib/aws/s3.py."),
    ],
)
def test_a_package_that_would_fail_or_be_slow_on_lambda_is_refused(
    contents: Contents, lock: Path, change: Callable[[Contents], None], words: str
) -> None:
    change(contents)
    with pytest.raises(BuildFailed) as refused:
        checked(contents.written(lock.parent), lock)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "tags",
    [
        ("py2.py3-none-any",),
        ("cp36-abi3-manylinux_2_5_x86_64.manylinux1_x86_64",),
        ("py3-none-manylinux2014_x86_64",),
        ("cp313-cp313-manylinux_2_34_x86_64",),
        ("cp313-cp313-musllinux_1_2_x86_64", GOOD),
    ],
)
def test_a_wheel_that_pip_would_take_on_lambda_is_taken(
    contents: Contents, lock: Path, tags: tuple[str, ...]
) -> None:
    tagged(*tags)(contents)
    checked(contents.written(lock.parent), lock)


def test_another_python_and_machine_have_packages_of_their_own(
    contents: Contents, lock: Path
) -> None:
    path = contents.written(lock.parent)
    with pytest.raises(BuildFailed, match=r"pillow-12.0.0 is built for .*3\.13 on Lambda's arm64"):
        check(path, "3.13", "arm64", lock)
    with pytest.raises(BuildFailed, match=r"Without a \.pyc for Python 3\.14: PIL/Image\.py"):
        check(path, "3.14", "x86_64", lock)


def test_all_faults_are_told_at_once(contents: Contents, lock: Path) -> None:
    contents.drop("PIL/__pycache__")
    contents.files |= {EXTENSION: ARM_ELF, "boto3/data.json": b""}
    with pytest.raises(BuildFailed) as refused:
        checked(contents.written(lock.parent), lock)
    assert str(refused.value).splitlines() == [
        "deployment.zip is not fit for Lambda:",
        "- boto3 does not belong into the package: the Lambda runtime has it.",
        f"- Compiled for another machine than x86_64: {EXTENSION}.",
        "- Without a .pyc for Python 3.13: PIL/Image.py.",
    ]


def test_many_names_are_cut_short(contents: Contents, lock: Path) -> None:
    contents.files |= {f"PIL/m{n}.py": b"" for n in range(7)}
    with pytest.raises(BuildFailed, match=r"PIL/m0\.py, .*, PIL/m4\.py and 2 more\.$"):
        checked(contents.written(lock.parent), lock)


def test_a_file_that_is_in_twice_is_refused(contents: Contents, lock: Path) -> None:
    path = contents.written(lock.parent)
    with ZipFile(path, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("chalice/app.py", contents.files["chalice/app.py"])
    with pytest.raises(BuildFailed, match=r"more than once: chalice/app\.py\."):
        checked(path, lock)


# Sizes


def test_what_lambda_does_not_unpack_is_refused(contents: Contents, lock: Path) -> None:
    contents.files["zeros"] = bytes(250 * 1024 * 1024)
    with pytest.raises(BuildFailed, match=r"MB unpacked; Lambda takes 262\.1 MB"):
        checked(contents.written(lock.parent), lock)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (50 * 1024 * 1024, "zipped; Lambda takes 52.4 MB"),
        (MAX_ZIP_BYTES, "zipped; our own limit is 13.0 MB"),
    ],
)
def test_a_zip_that_is_too_large_is_refused(
    contents: Contents, lock: Path, size: int, words: str
) -> None:
    contents.files["data"] = bytes(size)
    with pytest.raises(BuildFailed, match=words):
        checked(contents.written(lock.parent, ZIP_STORED), lock)


def test_what_is_not_there_or_no_zip_is_refused(lock: Path) -> None:
    path = lock.parent / "deployment.zip"
    with pytest.raises(BuildFailed, match="There is no usable package"):
        checked(path, lock)
    path.write_bytes(b"PK")
    with pytest.raises(BuildFailed, match="There is no usable package"):
        checked(path, lock)
