"""What one person, or chance, does at one moment of a scenario."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TOLERATED = 5.0
"""How many seconds the service's clock may be late, and still the later edit wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something done *after* so many seconds. *numbers* choose whom, what and how.

    *place* is its own in the scenario: values that are made in it are made nowhere else.
    """

    after: float
    name: str
    place: int
    numbers: tuple[int, ...] = ()

    def __str__(self) -> str:
        chosen = ", ".join(map(str, self.numbers))
        return f"after {self.after:g} s: {self.name}({chosen}) [{self.place}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A whole scenario. *rates* are those of faults by chance; *traits* say the rest."""

    seed: str
    deeds: tuple[Deed, ...]
    rates: Mapping[str, float] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()
    instances: int = 1
    accounts: int = 1
    few_values: int = 0
    service_off: float = 0.0
    vixiees_off: float = 0.0
    pipedrive_off: float = 0.0

    @property
    def has_wrong_clocks(self) -> bool:
        """Tell whether the service's clock may be so late that edits are of its future."""
        jumps = any(deed.name == "clock jumps" for deed in self.deeds)
        return jumps or max(self.vixiees_off, self.pipedrive_off) - self.service_off > TOLERATED

    def told(self) -> str:
        """Return the story in words."""
        lines = [f"seed {self.seed}: {self.instances} instances, {self.accounts} accounts"]
        lines += [f"  trait: {one}" for one in sorted(self.traits)]
        lines += [f"  rate: {name} {rate:g}" for name, rate in self.rates.items()]
        for name in ("few_values", "service_off", "vixiees_off", "pipedrive_off"):
            if getattr(self, name):
                lines.append(f"  {name}: {getattr(self, name):g}")
        return "\n".join([*lines, *(f"  {deed}" for deed in self.deeds)])
