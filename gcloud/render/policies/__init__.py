"""Policy files for OpenStack's services: the province's auditor, and what no tenant may decide alone."""

import importlib.resources

SERVICES = ("nova", "neutron", "cinder", "glance")
"""Those that need one; Keystone's own rules know who only reads."""


def text(service: str) -> str:
    """The policy file of a service, to be named in its configuration.

    Args:
        service: one of `SERVICES`.
    """
    return importlib.resources.files(__name__).joinpath(f"{service}.yaml").read_text()
