"""Resource types of Designate, one a file."""
