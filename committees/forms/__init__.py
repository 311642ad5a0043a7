"""Forms of the acts on bodies, one file for each subject."""
