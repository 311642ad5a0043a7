"""Forms of the counter of meetings."""
