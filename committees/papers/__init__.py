"""Documents of offices: facts into words for Word files; no layout."""
