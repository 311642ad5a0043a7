"""Read-only, across packages: the State page, what is due, the first page."""
