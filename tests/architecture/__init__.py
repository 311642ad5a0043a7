"""What keeps the house recognisable: these tests read the source, and walk the finished application."""
