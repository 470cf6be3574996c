"""Which stacks there are, and which engine runs them."""
