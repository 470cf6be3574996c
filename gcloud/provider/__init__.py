"""The OpenStack resource types that the stacks use, one a file."""
