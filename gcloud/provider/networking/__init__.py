"""Resource types of Neutron, one a file."""
