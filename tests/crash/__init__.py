"""Real processes under kills: service, PostgreSQL and sandbox, each cut down while people work."""
