"""What sshd says that it does, the files that it reads, and how values of its options compare."""
