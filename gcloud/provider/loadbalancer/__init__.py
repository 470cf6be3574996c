"""Resource types of Octavia, one a file."""
