"""The commands `govcloud hosts`."""
