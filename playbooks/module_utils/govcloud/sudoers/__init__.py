"""The rules of sudo as its files say them."""
