"""The rules of the kernel's audit."""
