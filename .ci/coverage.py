"""Fails when fewer lines, or fewer branches, are covered than promised.

coverage.py's own `fail_under` judges their sum, where many covered lines hide missing branches.

    python .ci/coverage.py REPORT.json PERCENT
"""

import json
import sys
from pathlib import Path


def main(report: str, promised: str) -> int:
    """Print both shares; 1 when either is below `promised` percent."""
    totals = json.loads(Path(report).read_text(encoding="utf-8"))["totals"]
    shares = {
        "lines": (totals["covered_lines"], totals["num_statements"]),
        "branches": (totals["covered_branches"], totals["num_branches"]),
    }
    percents = {
        name: 100 * part / whole if whole else 100.0 for name, (part, whole) in shares.items()
    }
    print("Coverage:", ", ".join(f"{share:.1f} % of {name}" for name, share in percents.items()))
    missed = [name for name, share in percents.items() if share < float(promised)]
    if missed:
        print(f"Coverage: {' and '.join(missed)} below {promised} %", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
