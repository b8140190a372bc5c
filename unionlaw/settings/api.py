"""Settings of the API."""
