"""`QuotaStore` in memory."""

from chalicelib import limits


class MemoryQuotaStore:
    """`QuotaStore` in a dict."""

    def __init__(self) -> None:
        #: Files and bytes, by user and day.
        self.spent: dict[tuple[str, int], tuple[int, int]] = {}

    def spend(self, user_id: str, day: int, size_bytes: int) -> bool:
        files, total = self.spent.get((user_id, day), (0, 0))
        if files >= limits.USER_FILES_PER_DAY or total + size_bytes > limits.USER_BYTES_PER_DAY:
            return False
        self.spent[user_id, day] = files + 1, total + size_bytes
        return True
