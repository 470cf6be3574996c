"""Rules that span several elements: one module a subject, each a function from a draft to problems."""
