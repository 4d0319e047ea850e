"""Browsers behind API Gateway's WebSockets."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.aws.faults import code_of, translated
from chalicelib.errors import ConnectionGone

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient


class ApiGatewayScreens:
    """`Screens` by the management API of each connection's own stage."""

    def __init__(self, client: "Callable[[str], ApiGatewayManagementApiClient]") -> None:
        self._client = client

    def post(self, connection_id: str, callback_url: str, text: str) -> None:
        """Send one text frame.

        Raises:
            ConnectionGone: API Gateway answers 410.
        """
        with translated():
            try:
                self._client(callback_url).post_to_connection(
                    ConnectionId=connection_id, Data=text.encode()
                )
            except ClientError as error:
                if code_of(error) == "GoneException":
                    raise ConnectionGone from error
                raise
