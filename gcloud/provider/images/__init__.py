"""Resource types of Glance, one a file."""
