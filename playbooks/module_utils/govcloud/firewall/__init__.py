"""The host's packet filter: one table of ours, beside those of others."""
