"""Strangers' input in millions: whatever arrives, what comes of it is documented."""
