"""Bad lines between a page and the services."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import APIResponse, Page, Response, Route, WebSocketRoute

from tests.e2e.api_client import ask

UPLOADS = "**/session-uploads/**"
TICKETS = "**/upload-url?**"
SNAPSHOTS = "**/api/sessions/*"
API = "**/api/**"

#: Backoff with jitter: let the dice always say "soon".
SOON = "Math.random = () => 0.01"
#: As where a proxy swallows handshakes: every socket fails, none opens.
NO_SOCKETS = """
    window.WebSocket = class {
        constructor() { setTimeout(() => this.onclose?.(new CloseEvent('close')), 5); }
        send() {}
        close() {}
    };
"""


class Line:
    """What lies between a page's socket and the server."""

    def __init__(self, route: WebSocketRoute) -> None:
        self._route = route
        #: Whether nothing that the server says arrives.
        self.is_silent = False
        server = route.connect_to_server()
        server.on_message(lambda text: None if self.is_silent else route.send(text))

    def cut(self) -> None:
        """Close the page's end."""
        self._route.close(code=3000)


class LostAnswer:
    """The first PUT arrives, its answer does not; and nothing else tells the page what happened."""

    def __init__(self, page: Page, photo: str, before: Callable[[], object] = bool) -> None:
        """`before`: what else shall have happened when the answer is lost."""
        self._photo = Path(photo)
        self._before_the_loss = before
        #: What the storage answered to each PUT, whether or not the page heard it.
        self.statuses: list[int] = []
        page.add_init_script(SOON)
        page.add_init_script(NO_SOCKETS)
        page.route(UPLOADS, self._lose)
        page.on("response", self._note)

    def _lose(self, route: Route) -> None:
        sent = route.request
        if sent.method != "PUT" or self.statuses:
            route.continue_()
            return
        # Playwright does not hand out what a page sends from a file; it is known here.
        answer = ask("PUT", sent.url, sent.headers, self._photo.read_bytes())
        self.statuses.append(answer.status)
        self._before_the_loss()
        route.abort()

    def _note(self, answer: Response) -> None:
        if answer.request.method == "PUT":
            self.statuses.append(answer.status)


class StaleTickets:
    """The API gives the same ticket again, as if the storage's event had not been handled yet."""

    def __init__(self, page: Page) -> None:
        self._first: APIResponse | None = None
        page.route(TICKETS, self._answer)

    def _answer(self, route: Route) -> None:
        if "requestId" not in route.request.url:
            route.continue_()
            return
        self._first = self._first or route.fetch()
        route.fulfill(response=self._first)


def over(route: Route) -> None:
    """As the service answers whose session has run out."""
    answer = {"Code": "SessionExpired", "Message": "This code has run out."}
    route.fulfill(json=answer, status=410, headers={"Access-Control-Allow-Origin": "*"})
