"""Bugs that were planted on purpose: the tests that are meant to find bugs have to find these."""
