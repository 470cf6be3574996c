"""The special-use data network: plan, gateway templates, checks."""
