"""The package `mem` as programs see it: what a generated SDK would be."""

import pulumi


class Provider(pulumi.ProviderResource):
    def __init__(self, name, opts=None, **props):
        super().__init__("mem", name, props, opts)


class Net(pulumi.CustomResource):
    name: pulumi.Output[str]
    mtu: pulumi.Output[int]

    def __init__(self, resource_name, opts=None, **props):
        super().__init__("mem:index:Net", resource_name, {"mtu": None, **props}, opts)


class Slow(pulumi.CustomResource):
    def __init__(self, resource_name, opts=None, **props):
        super().__init__("mem:index:Slow", resource_name, props, opts)


class Port(pulumi.CustomResource):
    address: pulumi.Output[str]

    def __init__(self, resource_name, opts=None, **props):
        super().__init__("mem:index:Port", resource_name, {"address": None, **props}, opts)


class Key(pulumi.CustomResource):
    value: pulumi.Output[str]

    def __init__(self, resource_name, opts=None, **props):
        super().__init__("mem:index:Key", resource_name, props, opts)


class Alien(pulumi.CustomResource):
    def __init__(self, resource_name, opts=None, **props):
        super().__init__("mem:index:Alien", resource_name, props, opts)


class Zone(pulumi.ComponentResource):
    def __init__(self, name, cidr, opts=None):
        super().__init__("test:zone:Zone", name, {"cidr": cidr}, opts)
        child = pulumi.ResourceOptions(parent=self)
        self.net = Net(name, name=name, cidr=cidr, opts=child)
        self.port = Port(name, name=name, net=self.net.id, opts=child)
        self.register_outputs({"net_id": self.net.id})
