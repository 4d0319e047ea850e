"""Writers who race for one item: who was not first looks at it anew, and tries again.

With full jitter between tries, as AWS advises for optimistic locking: who tries again at once meets
the same rivals, and the slowest of them, a photo's arrival, might lose each time.
https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
"""

import secrets
from collections.abc import Iterator

from chalicelib import limits
from chalicelib.ports import Services

#: The first pause is this long at most, some reads and writes; each next one twice as long, for
#: rivals may be slow, and many. Those of a request stay below half of API Gateway's 29 seconds.
_FIRST_SECONDS = 0.01
_LONGEST_SECONDS = 1.0

_random = secrets.SystemRandom()


def tries(services: Services, attempts: int = limits.SAVE_ATTEMPTS) -> Iterator[None]:
    """That many tries. Whoever has written leaves the loop."""
    for number in range(attempts):
        if number > 0:
            longest = min(_LONGEST_SECONDS, _FIRST_SECONDS * 2 ** (number - 1))
            services.pause(_random.uniform(0, longest))
        yield
