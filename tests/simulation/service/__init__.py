"""The real service, as processes of the simulated world."""
