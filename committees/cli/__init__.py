"""flask committees: rosters, rotation, terms, the yearly paper."""
