"""Use cases of operators and monitors: see whether everything that we depend on answers.

Anyone may ask for what visitors depend on, so that answer has names and times only, and asking
often costs nothing: a process looks, and tells what it saw until `limits.HEALTH_REUSE_SECONDS` are
over. An operator may ask for all, and each time somebody looks.
"""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial

from chalicelib import keys, limits, logs
from chalicelib.answers import Check, CheckStatus, DeepHealth, Health
from chalicelib.errors import OperatorRequired, ServiceUnavailable, TooManyRequests
from chalicelib.people import User
from chalicelib.photo import RenditionName
from chalicelib.ports import Services

log = logging.getLogger(__name__)

#: By name: asks one dependency for something.
Reads = Mapping[str, Callable[[], object]]

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
            last.health = Health.of(_look(services, _reads(services)))
            last.seen_at = services.timer()
        return last.health


def check_deeply(services: Services, user: User) -> DeepHealth:
    """How each dependency answers now, also those that work on photos, and how much work waits.

    Raises:
        OperatorRequired
    """
    if not user.is_operator:
        raise OperatorRequired
    waiting: list[int] = []
    media_key = keys.rendition_key(ABSENT_ID, RenditionName.THUMB)
    deeper: Reads = {
        "media": lambda: services.media.read(media_key),
        "jobs": lambda: waiting.append(services.jobs.waiting()),
    }
    health = Health.of(_look(services, {**_reads(services), **deeper}))
    return DeepHealth(health.status, health.checks, waiting[0] if waiting else None)


def _look(services: Services, reads: Reads) -> dict[str, Check]:
    """Ask all at once, and wait no longer than `limits.HEALTH_WAIT_SECONDS`.

    One after another, dead ones would use up the patience of their clients in turn, and API Gateway
    gives up before the last. A read that is late goes on in its thread and ends with that patience.
    """
    began = services.timer()
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
    return checks


def _reads(services: Services) -> Reads:
    """One read of each dependency, by the ports that people are served by."""
    return {
        "sessions": lambda: services.sessions.load(ABSENT_ID),
        "photos": lambda: services.photos.load(ABSENT_ID),
        "albums": lambda: services.albums.load(ABSENT_ID),
        "connections": lambda: services.connections.listening(
            keys.session_channel(ABSENT_ID), services.clock()
        ),
        "uploads": lambda: services.objects.facts(keys.upload_key(ABSENT_ID, ABSENT_ID, None)),
        # Nobody is signed out by what is no token, and the user pool has to look at it.
        "accounts": lambda: services.sign_ins.sign_out(ABSENT_ID),
        "secret": services.secrets.live,
    }


def _check(services: Services, read: Callable[[], object]) -> Check:
    began = services.timer()
    try:
        read()
    except (ServiceUnavailable, TooManyRequests):
        return Check(CheckStatus.UNAVAILABLE, _since(began, services))
    return Check(CheckStatus.HEALTHY, _since(began, services))


def _since(began: float, services: Services) -> float:
    """Seconds, to the millisecond."""
    return round(services.timer() - began, 3)
