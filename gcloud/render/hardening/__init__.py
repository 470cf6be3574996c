"""What hardening hands over: inventories, reports."""
