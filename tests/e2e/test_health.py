"""`GET /health` over HTTP, as a monitor asks."""

from devserver.launch import DevServer
from tests.e2e.api_client import ask


def test_a_dev_server_that_is_ready_is_healthy(server: DevServer) -> None:
    for _ in range(2):
        answer = ask("GET", f"{server.api_url}/health")
        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json["status"] == "healthy"
        assert {check["status"] for check in answer.json["checks"].values()} == {"healthy"}
