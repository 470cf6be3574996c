"""What the commands over hosts share: options, progress, tables."""
