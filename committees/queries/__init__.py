"""Reading offices, mandates, work and papers."""
