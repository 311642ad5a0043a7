"""Reading the registers as of a day."""
