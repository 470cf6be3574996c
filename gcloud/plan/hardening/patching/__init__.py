"""Security updates of many hosts, pure: what is open, how severe it is, in which order hosts take it."""
