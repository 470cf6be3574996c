"""The plan: pure functions from a site to everything that shall run."""
