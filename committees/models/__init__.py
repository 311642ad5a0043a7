"""The tables of offices: bodies, terms, mandates, rotation, work, papers, access."""
