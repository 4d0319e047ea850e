"""Use case of operators and monitors: see whether everything that we depend on answers.

Anyone may ask, so the answer has names and times only, and asking often costs nothing: a process
looks, and tells what it saw until `limits.HEALTH_REUSE_SECONDS` are over.
"""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial

from chalicelib import keys, limits, logs
from chalicelib.answers import Check, CheckStatus, Health
from chalicelib.errors import ServiceUnavailable
from chalicelib.ports import Services

log = logging.getLogger(__name__)

#: Of the form of our ids, and none of them: reading what is not there is cheap and shows nothing.
ABSENT_ID = "health-check-not-there"


def check_health(services: Services) -> Health:
    """How each dependency answers, or answered a moment ago.

    Never raises ServiceUnavailable: that is what it tells.
    """
    last = services.last_health
    # Whoever asks while another one looks waits, and is told what that one saw.
    with last.lock:
        if last.health is None or _since(last.seen_at, services) >= limits.HEALTH_REUSE_SECONDS:
            last.health = _look(services)
            last.seen_at = services.timer()
        return last.health


def _look(services: Services) -> Health:
    """Ask all at once, and wait no longer than `limits.HEALTH_WAIT_SECONDS`.

    One after another, dead ones would use up the patience of their clients in turn, and API Gateway
    gives up before the last. A read that is late goes on in its thread and ends with that patience.
    """
    began = services.timer()
    reads = _reads(services)
    threads = ThreadPoolExecutor(len(reads), thread_name_prefix="health")
    look = logs.carried(partial(_check, services))
    asked = {name: threads.submit(look, read) for name, read in reads.items()}
    answered, _ = wait(asked.values(), timeout=limits.HEALTH_WAIT_SECONDS)
    threads.shutdown(wait=False)
    late = Check(CheckStatus.UNAVAILABLE, _since(began, services))
    checks = {name: read.result() if read in answered else late for name, read in asked.items()}
    for name, check in checks.items():
        if check.status is CheckStatus.UNAVAILABLE:
            log.error("%s unavailable after %.3f s", name, check.seconds)
    return Health.of(checks)


def _reads(services: Services) -> Mapping[str, Callable[[], object]]:
    """One read of each dependency, by the ports that visitors are served by."""
    return {
        "sessions": lambda: services.sessions.load(ABSENT_ID),
        "photos": lambda: services.photos.load(ABSENT_ID),
        "connections": lambda: services.connections.listening(
            keys.session_channel(ABSENT_ID), services.clock()
        ),
        "uploads": lambda: services.objects.facts(keys.upload_key(ABSENT_ID, ABSENT_ID, None)),
    }


def _check(services: Services, read: Callable[[], object]) -> Check:
    began = services.timer()
    try:
        read()
    except ServiceUnavailable:
        return Check(CheckStatus.UNAVAILABLE, _since(began, services))
    return Check(CheckStatus.HEALTHY, _since(began, services))


def _since(began: float, services: Services) -> float:
    """Seconds, to the millisecond."""
    return round(services.timer() - began, 3)
