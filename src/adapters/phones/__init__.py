"""Which texts are the same phone."""
