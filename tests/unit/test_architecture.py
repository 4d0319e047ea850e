"""The structure that docs/architecture.md promises, read from the source."""

import ast
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError

from tests.layers import ALLOWED, USE_CASES

ROOT = Path(__file__).parents[2]
STDLIB = sys.stdlib_module_names

#: What `import app` may load from outside the standard library: chalice, boto3 and what these need.
LOADED = {
    "certifi",  # botocore prefers its certificates where they are installed
    *("app", "boto3", "botocore", "chalice", "chalicelib", "dateutil", "jmespath", "s3transfer"),
    *("six", "urllib3"),
}
HEAVY = {"PIL", "jwt", "qrcode", "pillow_heif", "moto", "devserver", "tests"}

_IMPORT_APP = """
import sys
own = set(sys.modules)  # what this Python loads at its start, a sitecustomize for instance
import json, socket
import boto3
def bomb(*_, **__):
    raise SystemExit("import app did more than import")
boto3.client = boto3.resource = boto3.Session = boto3.session.Session = bomb
socket.socket = socket.getaddrinfo = bomb
import app
print(json.dumps(sorted(set(sys.modules) - own)))
"""


def sources() -> list[Path]:
    """app.py and the modules of chalicelib."""
    return [ROOT / "app.py", *sorted((ROOT / "chalicelib").rglob("*.py"))]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_of(path: Path) -> str:
    """Its name in ALLOWED."""
    return path.parent.name if path.parent.name in ("aws", "images") else path.stem


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Full names of what a module imports, wherever in it, for its types as well."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "no relative imports"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported(path: Path) -> set[str]:
    """Our modules and the packages of others that a module imports."""
    found = set()
    for name in imports(path):
        package, _, rest = name.partition(".")
        if package == "chalicelib":
            found.add(rest.partition(".")[0])
        elif package.startswith("mypy_boto3_"):
            found.add("boto3")
        elif package not in STDLIB:
            found.add(package)
    return found


@pytest.mark.parametrize("path", sources(), ids=named)
def test_a_module_imports_only_what_its_layer_may(path: Path) -> None:
    """Dependencies point inwards: triggers → use cases → pure; adapters implement ports."""
    if path.name == "__init__.py":
        assert imported(path) == set()
        return
    assert imported(path) <= ALLOWED[module_of(path)]


@pytest.mark.parametrize(
    ("package", "importers"),
    [
        ("boto3", {"aws"}),
        ("botocore", {"aws"}),
        ("chalice", {"app", "http", "invocations", "routing"}),
        *(("qrcode", {"qr"}), ("jwt", {"signed_tokens"})),
        ("PIL", {"images"}),
        ("pillow_heif", {"images"}),
    ],
)
def test_a_package_has_one_place_that_knows_it(package: str, importers: set[str]) -> None:
    assert {module_of(path) for path in sources() if package in imported(path)} == importers


def test_one_module_reads_the_environment() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in sources()}
    assert {name for name, text in texts.items() if re.search(r"\benvironb?\b", text)} == {
        "settings.py"
    }
    assert not {name for name, text in texts.items() if "getenv" in text}


def test_one_module_reads_the_clock() -> None:
    """A use case is given the time, so that a test can say what time it is."""
    reading = {path.name for path in sources() if "time.time" in imports_and_calls(path)}
    assert reading == {"wiring.py"}
    for path in sources():
        assert not {"datetime.now", "datetime.utcnow", "date.today"} & imports_and_calls(path)
        if module_of(path) in USE_CASES:
            assert not {"time", "datetime"} & {name.partition(".")[0] for name in imports(path)}


def imports_and_calls(path: Path) -> set[str]:
    """Dotted names that a module imports or calls."""
    called = {
        ast.unparse(node.func) for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)
    }
    return called | set(imports(path))


# Shape


@pytest.mark.parametrize("path", sources(), ids=named)
def test_files_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name


@pytest.mark.parametrize("path", sources(), ids=named)
def test_no_module_catches_everything_or_changes_globals(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        assert not isinstance(node, ast.Global | ast.Nonlocal)
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None
            assert ast.unparse(node.type) not in ("Exception", "BaseException")


def entries() -> list[Path]:
    """app.py, and the modules whose routes it registers."""
    return [ROOT / "app.py", *sorted((ROOT / "chalicelib").glob("*_routes.py"))]


def handlers() -> list[ast.FunctionDef]:
    """The triggers of app.py, and of the modules whose routes it registers."""
    nodes = [node for path in entries() for node in parsed(path).body]
    return [node for node in nodes if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("handler", handlers(), ids=lambda handler: handler.name)
def test_a_handler_calls_one_use_case_and_decides_nothing(handler: ast.FunctionDef) -> None:
    assert handler.decorator_list
    statements = handler.body[1:] if ast.get_docstring(handler) else handler.body
    assert len(statements) <= 4
    decisions = (ast.If, ast.IfExp, ast.Try, ast.For, ast.While, ast.BoolOp, ast.Compare, ast.Match)
    assert not [node for node in ast.walk(handler) if isinstance(node, decisions)]
    calls = [ast.unparse(node.func) for node in ast.walk(handler) if isinstance(node, ast.Call)]
    assert len([call for call in calls if call.partition(".")[0] in USE_CASES]) == 1


@pytest.mark.parametrize("path", entries(), ids=named)
def test_an_entry_has_nothing_but_triggers(path: Path) -> None:
    kinds = {type(node) for node in parsed(path).body}
    assert kinds <= {ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.FunctionDef}


# Cold start


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Modules that a fresh Python has after `import app`; it may make no client and no socket."""
    done = subprocess.run(
        [sys.executable, "-c", _IMPORT_APP],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_importing_app_loads_nothing_heavy(loaded: set[str]) -> None:
    """Every cold start pays for it."""
    assert not HEAVY & {name.partition(".")[0] for name in loaded}


def test_importing_app_loads_these_packages_and_no_others(loaded: set[str]) -> None:
    ours = {name.partition(".")[0] for name in loaded} - STDLIB
    assert {name for name in ours if not name.startswith("_")} <= LOADED


def test_a_unit_test_that_opens_a_socket_fails() -> None:
    with pytest.raises((SocketBlockedError, UserWarning), match="A test tried to use"):
        socket.create_connection(("192.0.2.1", 443), timeout=1)
