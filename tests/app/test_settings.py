"""Settings that are wrong stop the start, with every fault and without any value."""

import base64
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli

_PREFIX = "VIXIEES_PIPEDRIVE_"
_KEY = base64.b64encode(b"k" * 32).decode()
_REAL = {
    "CLIENT_ID": "our-app",
    "CLIENT_SECRET": "our-secret",
    "ENCRYPTION_KEYS": _KEY,
    "SERVICE_TOKENS": '{"a-token": null}',
}


def _migrated(folder: Path, **settings: str) -> Result:
    """Run the command that needs nothing but settings and a database."""
    given = {"DATABASE_URL": f"sqlite:///{folder}/service.db", **settings}
    env = {_PREFIX + name: value for name, value in given.items()}
    return CliRunner().invoke(cli, ["migrate"], env=env)


@pytest.mark.parametrize("settings", [{}, _REAL], ids=["sandbox", "real"])
def test_good_settings_start(tmp_path: Path, settings: dict[str, str]) -> None:
    started = _migrated(tmp_path, **settings)
    assert (started.exit_code, started.stderr) == (0, "")
    assert (tmp_path / "service.db").exists()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"HTTP_PORT": "70000"}, f"{_PREFIX}HTTP_PORT: "),
        ({"GRPC_PORT": "secret-port"}, f"{_PREFIX}GRPC_PORT: "),
        ({"DATABASE_URL": "mysql://root:secret@db/x"}, f"{_PREFIX}DATABASE_URL: "),
        ({"DATABASE_URL": "secret"}, f"{_PREFIX}DATABASE_URL: "),
        ({"PUBLIC_URL": "ftp://secret"}, f"{_PREFIX}PUBLIC_URL: "),
        ({"PHONE_REGION": "Spain"}, f"{_PREFIX}PHONE_REGION: "),
        ({"ENCRYPTION_KEYS": "secret"}, "32 bytes in base64"),
        ({"ENCRYPTION_KEYS": base64.b64encode(b"secret").decode()}, "this one has 6"),
        ({"SERVICE_TOKENS": "secret"}, "it has to be JSON"),
        ({**_REAL, "CLIENT_SECRET": ""}, "client_secret is missing"),
        ({**_REAL, "ENCRYPTION_KEYS": ""}, "encryption_keys is missing"),
        ({**_REAL, "SERVICE_TOKENS": "{}"}, "service_tokens is missing"),
    ],
)
def test_a_wrong_setting_stops_the_start(
    tmp_path: Path, settings: dict[str, str], told: str
) -> None:
    stopped = _migrated(tmp_path, **settings)
    assert stopped.exit_code == 78
    assert told in stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert "secret@" not in stopped.stderr
    assert "'secret" not in stopped.stderr


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    stopped = _migrated(tmp_path, HTTP_PORT="x", GRPC_PORT="-1", PUBLIC_URL="")
    assert len(stopped.stderr.splitlines()) == 3
