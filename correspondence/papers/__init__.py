"""Letters as files: gathered with their manifest, joined into a batch for the printer."""
