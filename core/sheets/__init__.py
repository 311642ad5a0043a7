"""Tables that leave and enter the house as CSV or Excel files. Formulae neither leave nor enter."""
