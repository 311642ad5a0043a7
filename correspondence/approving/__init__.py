"""What would be approved at this moment, byte for byte, and what has changed since."""
