"""A copy of the repository, and the commands of `infra` in it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
#: What a deployment is made of; `build/` is left where it belongs to whoever works here.
_PARTS = ("app.py", "chalicelib", ".chalice", "infra", "static-site")
#: Packaging, and a stack, on a machine that has other work.
COMMAND_SECONDS = 300
#: What the environment of a test must not lend to a deployment.
_FOREIGN = ("AWS_", "SCANDROP_", "PYTEST_")


@dataclass(frozen=True)
class Output:
    """What a command said, and how it ended."""

    code: int
    #: Standard output, and standard error after it.
    said: str
    complaint: str

    def well(self) -> str:
        """What it said; it has ended well."""
        assert self.code == 0, self.said
        return self.said


class Project:
    """The copy. A test may change its files: it is deployed from nowhere else."""

    def __init__(self, path: Path, environ: Mapping[str, str], outputs: Path) -> None:
        """`outputs`: the folder to keep what its commands say in."""
        self.path = path
        self._environ = environ
        self._outputs = outputs

    @classmethod
    def copied(cls, path: Path, environ: Mapping[str, str], outputs: Path) -> "Project":
        """A new copy at `path`, whose commands get this environment."""
        path.mkdir()
        without = shutil.ignore_patterns("__pycache__", "deployed", "deployments")
        for part in _PARTS:
            if (_ROOT / part).is_dir():
                shutil.copytree(_ROOT / part, path / part, ignore=without)
            else:
                shutil.copy(_ROOT / part, path)
        for lock in _ROOT.glob("requirements*"):
            shutil.copy(lock, path)
        return cls(path, environ, outputs)

    def run(self, command: str, *arguments: str, **changed: str) -> Output:
        """Run `python -m infra.<command>`; `changed`: variables that have another value."""
        done = subprocess.run(
            self._command(command, *arguments),
            cwd=self.path,
            env=self._environment() | changed,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_SECONDS,
        )
        output = Output(done.returncode, done.stdout + done.stderr, done.stderr)
        file = self._file(" ".join((command, *arguments)))
        file.write_text(f"{output.said}\nexit code {output.code}\n")
        return output

    @contextmanager
    def started(self, command: str, *arguments: str) -> "Iterator[subprocess.Popen[bytes]]":
        """Start a command in a process group of its own; it is over when the block is."""
        with self._file(" ".join((command, *arguments))).open("w") as output:
            process = subprocess.Popen(
                self._command(command, *arguments),
                cwd=self.path,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def lent_to(self, environ: Mapping[str, str]) -> "Project":
        """The same copy, for somebody else's environment."""
        return Project(self.path, environ, self._outputs)

    def deploy(self, stage: str = "dev") -> str:
        """Deploy a stage, which has to go well; what the command says."""
        return self.run("deploy", "--stage", stage).well()

    def replace(self, file: str, old: str, new: str) -> None:
        """Put other text into a file, in the one place where the old one is."""
        path = self.path / file
        text = path.read_text()
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new))

    def configure(self, stage: str, **parameters: str) -> None:
        """Give parameters of a stage's template these values."""
        path = self.path / "infra" / "stages" / f"{stage}.json"
        configuration = json.loads(path.read_text())
        configuration["Parameters"] |= parameters
        path.write_text(json.dumps(configuration))

    @staticmethod
    def _command(command: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", f"infra.{command}", *arguments]

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
        return own | dict(self._environ)

    def _file(self, command: str) -> Path:
        """Where to keep what a command says."""
        self._outputs.mkdir(exist_ok=True)
        number = len(list(self._outputs.iterdir())) + 1
        words = re.sub(r"[^\w.]+", "-", command)[:80]
        return self._outputs / f"{number:02d}-{words}.txt"
