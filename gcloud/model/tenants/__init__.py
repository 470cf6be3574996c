"""Tenants: what an agency asks for, who approves it, what it gets, and how it ends."""
