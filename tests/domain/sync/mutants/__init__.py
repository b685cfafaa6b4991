"""Rules broken on purpose, to see that a test notices: `python -m tests.domain.sync.mutants`."""
