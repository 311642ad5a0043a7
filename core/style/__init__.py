"""The living page of parts: every macro of the house once, with the words that say what it is for."""
