"""What an attacker may try: each idea, what comes of it, and the tests that show it."""
