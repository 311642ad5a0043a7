"""Rules of extension requests: when they are due, what may follow what, what a request must contain."""
