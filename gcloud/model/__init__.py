"""The site: frozen typed data, read from files with their positions."""
