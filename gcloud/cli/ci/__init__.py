"""`govcloud ci`: pipelines of a site's repository."""
