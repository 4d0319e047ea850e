"""Two at the same time: each call of a port is made by the one whose turn it is."""

from collections.abc import Callable
from threading import Condition, Thread

from tests.fakes import MemoryServices
from tests.interruptions import watched

Operation = Callable[[MemoryServices], None]


class Turns:
    """The first makes so many calls, the second so many; then the first ends, then the second."""

    def __init__(self, first_calls: int, second_calls: int) -> None:
        self._left = [first_calls, second_calls]
        self._turn = 0 if first_calls else 1
        self._changed = Condition()
        self._ended: set[int] = set()
        self._errors: list[BaseException] = []

    def run(self, services: MemoryServices, first: Operation, second: Operation) -> bool:
        """Do both; answers whether each made as many calls as it should before it had to wait."""
        threads = [
            Thread(target=self._do, args=(number, operation, services))
            for number, operation in enumerate((first, second))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._errors:
            raise self._errors[0]
        return max(self._left) <= 0

    def _do(self, number: int, operation: Operation, services: MemoryServices) -> None:
        try:
            operation(watched(services, lambda name, call: self._call(number, call)))
        except BaseException as error:  # noqa: BLE001 – told by `run`
            self._errors.append(error)
        finally:
            self._ended.add(number)
            self._pass_on(number)

    def _pass_on(self, number: int) -> None:
        with self._changed:
            if 1 - number not in self._ended:
                self._turn = 1 - number
            self._changed.notify_all()

    def _call(self, number: int, call: Callable[[], object]) -> object:
        with self._changed:
            self._changed.wait_for(lambda: self._turn == number)
        try:
            return call()
        finally:
            self._left[number] -= 1
            if self._left[number] == 0:
                self._pass_on(number)
