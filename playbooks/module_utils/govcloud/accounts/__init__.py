"""The host's accounts as its files know them."""
