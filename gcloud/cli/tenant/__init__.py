"""The commands of ``govcloud tenant``, one file a command."""
