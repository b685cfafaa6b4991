"""Playing many stories: on every core, counted, and those that fail made small."""
