"""Hardening, pure: what a host must be, and what came of looking at it."""
