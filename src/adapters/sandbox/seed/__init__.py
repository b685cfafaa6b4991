"""An invented company, always the same for the same number."""
