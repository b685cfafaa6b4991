"""Hunting by coverage: Atheris (https://github.com/google/atheris) keeps what reaches new code."""

import os
import sys
from pathlib import Path
from random import Random

import atheris

from tests.fuzz.hunting import Found, Hunter, quiet
from tests.fuzz.mutation import Mutator
from tests.fuzz.reports import write_report
from tests.fuzz.target import Check, Target
from tests.fuzz.targets import target_named

_INSTRUMENTED = ["adapters", "domain", "email", "html", "json", "phonenumbers"]
_STUCK_SECONDS = 60
_WAYS = 3


def guide(name: str, runs: int, start: int, folder: Path) -> None:
    """Hunt and write the report into the folder; ends the process.

    What reached new code is kept beside the folder, for whoever hunts there next.
    """
    with atheris.instrument_imports(include=_INSTRUMENTED):
        target = target_named(name)
    corpus = folder.parent / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, one in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(one)
    with quiet(), target.opened() as check:
        guided = _Guided(target, check, runs, folder)
        options = {
            "seed": start,
            "max_len": target.longest,
            "len_control": 0,
            "timeout": _STUCK_SECONDS,
            "artifact_prefix": f"{folder}/",
            "verbosity": 0,
        }
        arguments = [f"-{option}={value}" for option, value in options.items()]
        command = [sys.argv[0], *arguments, str(corpus)]
        atheris.Setup(command, guided.attempt, custom_mutator=guided.mutate)
        atheris.Fuzz()


class _Guided:
    """Tries what Atheris hands in, and ends the process after so many."""

    def __init__(self, target: Target, check: Check, runs: int, folder: Path) -> None:
        self._mutator = Mutator(target.seeds(), target.words)
        self._hunter = Hunter(target, check)
        self._runs = runs
        self._folder = folder

    def attempt(self, data: bytes) -> None:
        """Try one input."""
        try:
            self._hunter.attempt(data)
        except Found:
            self._end()
        if self._hunter.executions == self._runs:
            self._end()

    def mutate(self, data: bytes, longest: int, seed: int) -> bytes:
        """Begin anew, change the input by our own means, or by libFuzzer's, in turn."""
        random = Random(seed)
        match seed % _WAYS:
            case 0:
                return self._mutator.fresh(random, longest)
            case 1:
                return self._mutator.mutated(data, random, longest)
            case _:
                return bytes(atheris.Mutate(data, longest))

    def _end(self) -> None:
        write_report(self._hunter.hunt, self._folder)
        os._exit(0)
