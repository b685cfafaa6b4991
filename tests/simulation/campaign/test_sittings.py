"""What a later sitting finds of an earlier one."""

from pathlib import Path

import pytest

from tests.simulation.campaign import sittings
from tests.simulation.campaign.sittings import OtherRun, Sittings
from tests.simulation.campaign.tally import Tally


def test_a_run_goes_on_with_what_was_kept(tmp_path: Path) -> None:
    run = Sittings(tmp_path / "run", first=7)
    assert run.tally() == Tally()

    run.keep(Tally(scenarios=3, kills=1))

    assert Sittings(tmp_path / "run", first=7).tally() == Tally(scenarios=3, kills=1)


def test_a_run_from_another_seed_is_another_run(tmp_path: Path) -> None:
    Sittings(tmp_path / "run", first=7).keep(Tally(scenarios=3))

    with pytest.raises(OtherRun):
        Sittings(tmp_path / "run", first=8).tally()


def test_a_run_of_other_code_is_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Sittings(tmp_path / "run", first=7)
    run.keep(Tally(scenarios=3))
    monkeypatch.setattr(sittings, "code", lambda: "other")

    with pytest.raises(OtherRun):
        run.tally()
