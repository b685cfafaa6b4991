"""Scenarios: drawn from a seed, played, judged, and made shorter when something went wrong."""
