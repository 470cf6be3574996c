"""What `govcloud patch` takes and shows."""
