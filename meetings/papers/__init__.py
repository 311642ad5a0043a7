"""Documents about meetings as Word files: what they say, in the office's house style."""
