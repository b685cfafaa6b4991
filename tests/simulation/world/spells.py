"""Troubles that last: Pipedrive closed, silent, blind or out of breath for a while."""

from collections.abc import Mapping

SWITCHED: Mapping[str, Mapping[str, object]] = {
    "F06 company suspended": {"suspended": True},
    "F01 maintenance": {"maintenance": True},
    "F05 blocked": {"blocked": True},
    "F05 no tokens left": {"daily_budget": 0},
    "F05 small bursts": {"burst_oauth": 5},
    "F12 search lags": {"search_lag_seconds": 60},
    "F05 no headers": {"burst_headers": False, "daily_headers": False},
    "F23 tokens are not rotated": {"rotate_refresh_tokens": False},
    "F07 short tokens": {"access_token_seconds": 90},
    "F14 every event twice": {"webhook_copies": 2},
    "F13 events are lost": {"webhook_copies": 0},
    "F15 events are late": {"webhook_delay_seconds": 20.0},
}
"""What is switched in the sandbox while a spell lasts."""
LENGTHS = (2.0, 20.0, 100.0, 600.0, 4000.0)
