"""Security baselines as data: controls, profiles of levels, depths and host roles."""
