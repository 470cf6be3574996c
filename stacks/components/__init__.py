"""Components: what a stack is made of, each saying what it creates and what it refuses."""
