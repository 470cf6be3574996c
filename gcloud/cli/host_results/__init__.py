"""``govcloud results``: what came of earlier runs over hosts."""
