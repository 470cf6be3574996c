"""Forms of values that several types share: addresses, networks, domain names.

Each function either says what is wrong with a value, or gives the form in which
two values are compared. Neutron reports addresses in their canonical form (RFC
5952 for IPv6), a program may write them in any; without a common form every run
would want to replace a subnet whose address somebody wrote in capitals.
"""

import ipaddress

from gcloud.engine.values import Value


def network_complaint(value: Value) -> str:
    """Say what is wrong with a network in CIDR form, "" if it is right."""
    try:
        ipaddress.ip_network(value)
    except ValueError as error:
        return _with_near_network(value, str(error))
    return ""


def range_complaint(value: Value) -> str:
    """Say what is wrong with an address or network whose host bits may be set."""
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError as error:
        return f"is not a network in CIDR form: {error}"
    return ""


def _with_near_network(value: Value, said: str) -> str:
    try:
        near = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return f"is not a network in CIDR form: {said}"
    return f"{value} is an address inside a network; did you mean {near}?"


def address_complaint(value: Value) -> str:
    """Say what is wrong with an address, "" if it is right; an empty one is right."""
    try:
        if value:
            ipaddress.ip_address(value)
    except ValueError as error:
        return f"is not an address: {error}"
    return ""


def domain_complaint(value: Value) -> str:
    """Say what is wrong with a DNS domain, "" if it is right; it must end with a dot or be empty."""
    if not value or value.endswith("."):
        return ""
    return f"{value!r} must end with a dot (a fully qualified domain name); write {value + '.'!r}"


def rooted_complaint(value: Value) -> str:
    """Say what is wrong with the name of something in the DNS, "" if it is right."""
    return domain_complaint(value) if value else "is empty; the root is nobody's to give away"


def canonical_address(value: Value) -> Value:
    """Give an address in its canonical form; what isn't an address stays as it is."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        return value


def canonical_network(value: Value) -> Value:
    """Give a network in its canonical form; what isn't a network stays as it is."""
    try:
        return str(ipaddress.ip_network(value, strict=False))
    except ValueError:
        return value


def canonical_mac(value: Value) -> Value:
    """Give a hardware address in the form that Neutron reports."""
    return value.lower().replace("-", ":")
