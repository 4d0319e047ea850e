"""How to meet each refusal that docs/openapi.yaml declares of a ticket that is asked for by a form.

They are those of `GET /upload-url`, met in the same ways, but for what only a header can say.
"""

from tests.contract import http_refusals, http_refusals_albums
from tests.contract.http_client import Api, Headers
from tests.contract.http_contract import Answer
from tests.contract.http_refusals import TICKET, Visit
from tests.contract.http_refusals_albums import Refused


class FormApi(Api):
    """A client that asks for tickets by forms."""

    def __init__(self, other: Api) -> None:
        super().__init__(other.gateway, other.document)

    def ticket(
        self,
        session_id: str,
        token: str | None = None,
        headers: Headers | None = None,
        /,
        **facts: object,
    ) -> Answer:
        """`POST /upload-url`, with these facts of the photo in its query."""
        form = {} if token is None else {"access_token": token}
        return self.form(session_id, headers, facts, **form)


def _by_form(refused: Refused) -> Refused:
    def asked(visit: Visit) -> Answer:
        visit.api = FormApi(visit.api)
        return refused(visit)

    return asked


_OF_HEADERS = ("TokenRequired", "PrefetchRefused")

#: How to meet each refusal, by its operation.
REFUSALS: dict[tuple[str, str, str], Refused] = {
    ("POST", TICKET, "TokenRequired"): lambda v: v.api.form(v.id),
    **{
        ("POST", path, code): _by_form(refused)
        for (method, path, code), refused in (
            http_refusals.REFUSALS | http_refusals_albums.REFUSALS
        ).items()
        if (method, path) == ("GET", TICKET) and code not in _OF_HEADERS
    },
}
