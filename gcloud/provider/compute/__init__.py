"""Resource types of Nova, one a file."""
