"""Hardening of hosts: which hosts, what they must be, who vouches for their keys, what came of a run."""
