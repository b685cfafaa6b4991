"""What the company holds: users, records, field definitions, webhooks and their deliveries."""
