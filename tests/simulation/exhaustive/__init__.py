"""Every flow with a death at each of its points and with each trouble at each of its requests."""
