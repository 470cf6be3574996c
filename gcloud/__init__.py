"""A province's data centre as code: one typed description, everything else derived from it."""

__version__ = "0.1.0"
