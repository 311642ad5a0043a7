"""The acts of the office on accounts: links that open a door once, roles given and ended, people."""
