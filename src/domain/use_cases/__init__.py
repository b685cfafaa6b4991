"""What the service does, each a short story over the ports: decide, call Pipedrive, remember."""
