"""Judges of a host's security that others wrote: OpenSCAP, Lynis, ssh-audit."""
