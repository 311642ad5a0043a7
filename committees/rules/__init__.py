"""What follows from composition, terms and mandates, as functions of values and days."""
