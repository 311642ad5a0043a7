"""Papers about extension requests, as Word files."""
