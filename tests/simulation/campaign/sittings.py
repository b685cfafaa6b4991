"""A run too long for one sitting: what was played is kept, as long as the code is the same."""

import hashlib
import pickle
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.campaign.tally import Tally

_ROOT = Path(__file__).parents[3]
_CODE = ("src/**/*.py", "tests/simulation/**/*.py", "requirements.lock")


class OtherRun(Exception):
    """The file keeps another run, or one of other code."""


@dataclass(frozen=True, slots=True)
class Sittings:
    """A run from the seed *first* on, kept in the file at *path*, which only we have written."""

    path: Path
    first: int

    def tally(self) -> Tally:
        """Return what earlier sittings came to. Raises OtherRun."""
        if not self.path.exists():
            return Tally()
        run, kept = pickle.loads(self.path.read_bytes())  # noqa: S301 - our own file
        if run != self._run() or not isinstance(kept, Tally):
            message = f"{self.path} keeps another run, or one of other code; remove it"
            raise OtherRun(message)
        return kept

    def keep(self, tally: Tally) -> None:
        """Keep it in place of what was kept before."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".draft")
        draft.write_bytes(pickle.dumps((self._run(), tally)))
        draft.replace(self.path)

    def _run(self) -> tuple[int, str]:
        return self.first, code()


def code() -> str:
    """Return what tells this code from any other."""
    found = hashlib.sha256()
    for path in sorted(one for pattern in _CODE for one in _ROOT.glob(pattern)):
        found.update(str(path.relative_to(_ROOT)).encode() + path.read_bytes())
    return found.hexdigest()
