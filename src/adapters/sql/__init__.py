"""Where everything is remembered: SQLite in a file, or PostgreSQL."""
