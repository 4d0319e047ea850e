"""What failed at first and passed when it was tried again is told with its reason, to be mended.

Else there would be nothing left of it: the second try has a server and pages of its own.
"""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why, for each test that was tried again; with xdist, too, as each worker sends it."""
    for report in terminalreporter.stats.get("rerun", ()):
        terminalreporter.section(f"at first: {report.nodeid}", sep="_")
        terminalreporter.write_line(report.longreprtext)
