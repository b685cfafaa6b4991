"""What one process found, left in a folder for another."""

import json
from dataclasses import asdict
from pathlib import Path

from tests.fuzz.hunting import Hunt

_NAME = "report.json"
_STUCK = "timeout-*"


def write_report(hunt: Hunt, folder: Path) -> None:
    """Leave what came of a hunt."""
    finding = hunt.finding.hex() if hunt.finding is not None else None
    (folder / _NAME).write_text(json.dumps({**asdict(hunt), "finding": finding}))


def read_report(folder: Path) -> Hunt:
    """Return what came of it; an input that took without end was left by libFuzzer.

    Raises FileNotFoundError where the process ended without either.
    """
    for stuck in folder.glob(_STUCK):
        return Hunt(executions=0, accepted=0, finding=stuck.read_bytes())
    read = json.loads((folder / _NAME).read_text())
    finding = bytes.fromhex(read["finding"]) if read["finding"] is not None else None
    return Hunt(executions=read["executions"], accepted=read["accepted"], finding=finding)
