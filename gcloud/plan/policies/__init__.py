"""Policy: rules as data, judged on the facts of a site, with waivers."""
