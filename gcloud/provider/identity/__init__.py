"""Resource types of Keystone, one a file."""
