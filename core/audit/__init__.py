"""Who did what to which object, and when: written in the transaction of the act, never changed afterwards."""
