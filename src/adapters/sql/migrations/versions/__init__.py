"""One module a step; each leads on from the one before."""
