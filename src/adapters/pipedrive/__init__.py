"""Pipedrive's REST API, OAuth and webhooks; its own words (person, organization) end here."""
