"""The storage's port: a proxy that holds no more of a photo than what is on its way."""

import logging
from contextlib import AbstractAsyncContextManager

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector, web
from multidict import CIMultiDict
from yarl import URL

from devserver.deliveries import Deliveries
from devserver.s3_errors import error_answer
from devserver.servers import answered, described
from devserver.storage_gateway import Forward, StorageGateway
from devserver.wire import Answer, Request

_CHUNK_BYTES = 256 * 1024

log = logging.getLogger(__name__)


class StorageServer:
    """Passes what the gateway admits on to the embedded S3, and announces what was stored."""

    def __init__(self, gateway: StorageGateway, deliveries: Deliveries, endpoint: str) -> None:
        self._gateway = gateway
        self._deliveries = deliveries
        self._endpoint = endpoint
        self._client = ClientSession(
            connector=TCPConnector(limit=0),
            # A phone on a bad network takes its time.
            timeout=ClientTimeout(total=None, sock_connect=5),
            auto_decompress=False,
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        )

    async def close(self) -> None:
        """Let go of the connections to the storage."""
        await self._client.close()

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        asked = described(request)
        admitted = self._gateway.admit(asked)
        if isinstance(admitted, Answer):
            return answered(admitted)
        await _let_come(request)
        upload = self._deliveries.begin() if admitted.stores else None
        try:
            async with self._ask(request, admitted) as reply:
                facts = Answer(reply.status, tuple(reply.headers.items()))
                stored = self._gateway.stored(asked, facts) if upload else None
                if upload and stored:
                    # Before the phone gets its answer: the screen must not wait for that.
                    self._deliveries.announce(upload, stored)
                elif upload:
                    self._deliveries.abandon(upload)
                return await self._pass_back(request, asked, reply)
        except (ClientError, ConnectionError) as error:
            if upload and request.content.exception() is not None:
                # The phone broke off. What the storage has then is no object.
                self._deliveries.abandon(upload)
            log.info("%s broke off: %s", request.method, type(error).__name__)
            message = "We encountered an internal error. Please try again."
            return answered(error_answer(500, "InternalError", message))

    def _ask(
        self, request: web.BaseRequest, admitted: Forward
    ) -> AbstractAsyncContextManager[ClientResponse]:
        return self._client.request(
            request.method,
            URL(self._endpoint + request.raw_path, encoded=True),
            headers=CIMultiDict(admitted.headers),
            data=request.content if request.can_read_body else None,
            allow_redirects=False,
        )

    async def _pass_back(
        self, request: web.BaseRequest, asked: Request, reply: ClientResponse
    ) -> web.StreamResponse:
        response = web.StreamResponse(status=reply.status)
        headers = self._gateway.answer_headers(asked, tuple(reply.headers.items()))
        for name, value in headers:
            response.headers.add(name, value)
        await response.prepare(request)
        try:
            async for chunk in reply.content.iter_chunked(_CHUNK_BYTES):
                await response.write(chunk)
            await response.write_eof()
        except (ClientError, ConnectionError) as error:
            # A page turned away from a video, or the storage is gone. Once an answer has begun, an
            # error document would pass for a piece of the photo.
            log.info("an answer broke off: %s", type(error).__name__)
            if request.transport:
                request.transport.abort()
        return response


async def _let_come(request: web.BaseRequest) -> None:
    """Say "100 Continue" to a client that asks before it sends its body, as boto3 does.

    It would wait a second for that. aiohttp says it for its own applications only.
    """
    if request.headers.get("Expect", "").lower() == "100-continue":
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        # It is no part of the answer.
        request.writer.output_size = 0
