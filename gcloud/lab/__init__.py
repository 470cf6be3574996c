"""The built-in cloud: a real OpenStack on one machine."""
