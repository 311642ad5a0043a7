"""Documents of bodies: facts into words, one file for each document. How they look is the house style's."""
