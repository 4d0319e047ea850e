"""The smoke test of a deployment, run against the dev server: it imitates one."""

import subprocess
import sys

from devserver.launch import DevServer


def test_the_dev_server_passes_the_smoke_test(server: DevServer) -> None:
    urls = (server.site_url, server.api_url, server.websocket_url)
    done = subprocess.run(
        [sys.executable, "-m", "infra.smoke", "--urls", *urls],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ the screen shows it" in done.stdout
