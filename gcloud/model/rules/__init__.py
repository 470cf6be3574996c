"""Rules that span several elements: one module a subject, each a pure function over a draft."""
