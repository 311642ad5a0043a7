"""flask committees: rosters, rotation, imports and papers at the command line."""
