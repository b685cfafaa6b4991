"""What must hold, looked at from outside: Pipedrive's data, Vixiees' rows, the database."""
