"""Templates, campaigns with their letters, what the committee and the chair said of them, the register, the replies."""
