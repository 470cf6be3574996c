"""The words of the command line; no logic."""
