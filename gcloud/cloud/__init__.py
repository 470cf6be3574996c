"""What talks to OpenStack: connections, errors, preflight."""
