"""Bad inputs: what arrives, what comes of it, and the tests that show it."""
