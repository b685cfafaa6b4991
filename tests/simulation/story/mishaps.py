"""What happens to the machines of the service, and to Pipedrive as a whole."""

from domain.sync.reads import SETTLE
from tests.simulation.story.deed import Deed
from tests.simulation.story.stage import Stage

_RESTARTED_AFTER = (0.05, 1.0, 10.0, 20.0, 60.0, 400.0)
_MOST_POINTS = 400


def kill(stage: Stage, deed: Deed) -> None:
    """Kill an instance at one of its next points; another one starts after a while (F18)."""
    which, points, restart, _ = deed.numbers
    alive = stage.world.alive()
    if not alive:
        return
    victim = alive[which % len(alive)]
    victim.process.dies_at = victim.process.points + 1 + points % _MOST_POINTS
    victim.process.on_death.append(lambda: _restart_later(stage, restart))


def stop(stage: Stage, deed: Deed) -> None:
    """Let an instance end in peace, and another start (F19)."""
    which, _, restart, _ = deed.numbers
    alive = stage.world.alive()
    if alive:
        victim = alive[which % len(alive)]
        victim.process.on_death.append(lambda: _restart_later(stage, restart))
        victim.stop()
        stage.world.weather.met["F19 stopped"] += 1


def freeze(stage: Stage, deed: Deed) -> None:
    """Let an instance take no step for a while, maybe for longer than its leases last (F22)."""
    which, _, seconds, _ = deed.numbers
    alive = stage.world.alive()
    if alive:
        span = (1, 5, 16, 40, 200, 4000)[seconds % 6]
        alive[which % len(alive)].freeze(span)
        # A request that was on its way out leaves when nobody believes in it any more.
        stage.world.watcher.may_be_late |= span > SETTLE.total_seconds()
        stage.world.weather.met["F22 frozen"] += 1


def _restart_later(stage: Stage, choice: int) -> None:
    stage.world.weather.met["F18 killed"] += 1
    stage.world.start_later(_RESTARTED_AFTER[choice % len(_RESTARTED_AFTER)])
