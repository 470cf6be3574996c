"""Security updates of one host: what is open, what would be done, and doing it. Runs on the host."""
