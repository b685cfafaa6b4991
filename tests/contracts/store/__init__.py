"""What every store must do: in memory, in SQLite, in PostgreSQL."""
