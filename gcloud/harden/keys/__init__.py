"""Host keys: which are known, which a host shows, and what vouches for them. None is trusted blindly."""
