"""Text out of data, by templates; nothing else."""
