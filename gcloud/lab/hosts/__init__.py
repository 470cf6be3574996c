"""Real hosts on this machine, to be hardened, patched, judged and broken: Debian in containers."""
