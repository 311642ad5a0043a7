"""Tables of extension requests: past ones as documented, and the dossier of each that is dealt with here."""
