"""What a CI pipeline asks: which stacks a change moves."""
