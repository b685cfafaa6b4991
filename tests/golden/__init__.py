"""What Pipedrive receives, word for word; `python -m tests.golden` writes the files anew."""
