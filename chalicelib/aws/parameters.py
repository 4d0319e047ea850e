"""Secrets in Systems Manager's Parameter Store, as one SecureString."""

import logging
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from chalicelib import limits, signing_secrets
from chalicelib.aws.faults import translated
from chalicelib.errors import ServiceUnavailable
from chalicelib.signing_secrets import Secret, SecretsMalformed

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

log = logging.getLogger(__name__)

#: Between tries while they cannot be read: each may take all the patience of a client.
_TRY_AGAIN_SECONDS = 15


class SsmSecrets:
    """`Secrets` of one parameter, read again when what is known is `limits.SECRETS_SECONDS` old.

    Where they cannot be read then, what is known counts as long as nobody signs by what it lacks.
    https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
    """

    def __init__(
        self,
        client: "Callable[[], SSMClient]",
        name: str,
        clock: Callable[[], int],
        timer: Callable[[], float],
    ) -> None:
        self._client = client
        self._name = name
        self._clock = clock
        self._timer = timer
        self._lock = Lock()
        self._known: tuple[Secret, ...] = ()
        self._read_at = 0.0
        self._due_at = 0.0

    def live(self) -> tuple[bytes, ...]:
        """The secrets that count, newest first; one that is too new to sign comes last."""
        # Whoever comes while another one reads waits, and is told what that one read.
        with self._lock:
            if not self._known or self._timer() >= self._due_at:
                self._renew()
            return signing_secrets.in_order(self._known, self._clock())

    def _renew(self) -> None:
        try:
            self._known = self._read()
        except ServiceUnavailable:
            age = self._timer() - self._read_at
            if not self._known or age >= limits.SECRET_ACTIVATION_SECONDS:
                raise
            self._due_at = self._timer() + _TRY_AGAIN_SECONDS
        else:
            self._read_at = self._timer()
            self._due_at = self._read_at + limits.SECRETS_SECONDS

    def _read(self) -> tuple[Secret, ...]:
        with translated():
            answer = self._client().get_parameter(Name=self._name, WithDecryption=True)
        try:
            return signing_secrets.parsed(answer["Parameter"]["Value"])
        except SecretsMalformed as error:
            log.error("the parameter %s holds no secrets of ours", self._name)
            raise ServiceUnavailable from error
