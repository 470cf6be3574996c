"""The embedded Pulumi engine; it knows no OpenStack."""
