"""How an app gets, renews and loses access to the company (OAuth 2.0, authorization code)."""
