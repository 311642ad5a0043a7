"""Documents of a meeting as Word files: what they say, in the house style of the office."""
