"""The arithmetic of time limits: pure functions from dates to dates, with their explanation."""
