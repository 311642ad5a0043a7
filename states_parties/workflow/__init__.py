"""The office's acts on the registers of States: each checks its rules first, then writes, with its audit entry."""
