"""Inbound HTTP: webhooks, the OAuth pages, health."""
