"""Ids and tokens that tell their order."""

from itertools import count


class Numbered:
    """Makes texts of one length that tell their order: `id00…01`, `id00…02`."""

    def __init__(self, prefix: str, length: int) -> None:
        self.made: list[str] = []
        self._prefix = prefix
        self._digits = length - len(prefix)
        self._numbers = count(1)

    def __call__(self) -> str:
        self.made.append(f"{self._prefix}{next(self._numbers):0{self._digits}d}")
        return self.made[-1]
