"""The REST endpoints of the company, one module per resource."""
