"""Connections to the lab's cloud."""

import openstack


def administrator(lab):
    """The administrator's connection."""
    config = openstack.config.OpenStackConfig(config_files=[str(lab.clouds_file)])
    return openstack.connection.Connection(config=config.get_one("lab"))
