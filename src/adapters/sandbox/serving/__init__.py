"""The HTTP shell around the core: the server, the webhook sender, the state file."""
