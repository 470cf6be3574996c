"""Synthetic tenants in memory: a net and nine ports each."""

import pulumi

from tests.engine import mem

config = pulumi.Config()
prefix = config.require("prefix")
first, count = config.require_int("first"), config.require_int("count")
changed = config.get_int("changed")

for number in range(first, first + count):
    name = f"{prefix}{number:05d}"
    net = mem.Net(name, name=name, label="changed" if number == changed else "synthetic")
    for port in range(9):
        mem.Port(f"{name}-{port}", name=f"{name}-{port}", net=net.id, size=port)
