"""flask letters, flask campaigns: letters and campaigns at the command line."""
