"""Tenants' projects on the cloud: what is in them, how much it is, and how it goes."""
