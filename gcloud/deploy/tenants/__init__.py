"""Tenants where they meet files and the cloud."""
