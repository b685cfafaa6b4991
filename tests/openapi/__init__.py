"""A witness that compares HTTP exchanges with Pipedrive's published OpenAPI files."""
