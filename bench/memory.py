"""The most memory that renditions take as most programs make them: `python -m bench.memory FILE`.

In a new process, by `VmHWM`, which a new program begins anew; `ru_maxrss` it would inherit from who
started it. What ours take is told by the process that makes them.
"""

import re
import subprocess
import sys
from pathlib import Path

from bench import references


def naive_peak_mib(photo: Path) -> float:
    """Of the interpreter, Pillow and the picture, in MiB."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.memory", photo], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def main(photo: str) -> None:
    """Make them and print the most that this process held, in MiB."""
    references.naive(Path(photo).read_bytes())
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    if found is None:
        raise RuntimeError("this kernel does not tell")
    print(int(found[1]) / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
