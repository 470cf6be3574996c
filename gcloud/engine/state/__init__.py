"""A stack's state: the official checkpoint format, secrets, backend folder, lock and journal."""
