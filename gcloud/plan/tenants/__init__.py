"""Tenants, as pure functions: what each one gets, whether it may, and what shall run for it."""
