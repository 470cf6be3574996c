"""Resource types of Cinder, one a file."""
