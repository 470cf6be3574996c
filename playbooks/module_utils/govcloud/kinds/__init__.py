"""The kinds of items, one a file."""
