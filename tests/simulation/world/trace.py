"""What happened, in order: printed when something went wrong, hashed to compare two runs."""

from collections import deque
from datetime import datetime
from hashlib import blake2b

_MOST_LINES = 4000


class Trace:
    """The story as it unfolds."""

    def __init__(self) -> None:
        self.lines = deque[str](maxlen=_MOST_LINES)
        self._hash = blake2b(digest_size=12)

    def add(self, at: datetime, what: str) -> None:
        """Write down one event."""
        line = f"{at:%d %H:%M:%S.%f} {what}"
        self.lines.append(line)
        self._hash.update(line.encode(errors="surrogatepass"))

    @property
    def digest(self) -> str:
        """Return what is the same if and only if everything was."""
        return self._hash.hexdigest()
