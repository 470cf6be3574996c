"""What on a host makes a control so: one class a kind, the same kinds that the module on the host has."""
