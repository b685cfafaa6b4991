"""The demonstration: a customer's day, played from outside and judged from outside."""
