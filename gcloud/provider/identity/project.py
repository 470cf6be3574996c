"""`openstack:identity/project:Project`.

Source: Identity API v3, "Projects"; terraform-provider-openstack,
openstack_identity_project_v3.
"""

from typing import ClassVar

from gcloud.cloud.errors import NotFoundError
from gcloud.engine.interface import CreateResult
from gcloud.provider.call import Call, birth
from gcloud.provider.identity import keystone
from gcloud.provider.resource import Json
from gcloud.provider.schema import Schema, boolean, string, string_set


class Project(keystone.KeystoneType):
    """A project; its name is unique in its domain. Only an administrator may make one."""

    type_ = "openstack:identity/project:Project"
    noun = "project"
    collection = "projects"
    member = "project"
    schema = Schema(
        {
            "description": keystone.DESCRIPTION,
            "domainId": keystone.DOMAIN,
            "enabled": keystone.ENABLED,
            "isDomain": boolean(replaces=True, unset=False),
            "name": keystone.NAME,
            "parentId": string(computed=True, replaces=True),
            "region": keystone.REGION,
            "tags": string_set(),
        }
    )
    attributes: ClassVar = {
        "description": "description",
        "domainId": "domain_id",
        "enabled": "enabled",
        "isDomain": "is_domain",
        "name": "name",
        "parentId": "parent_id",
        "tags": "tags",
    }

    def create(self, call: Call, inputs: Json) -> CreateResult:
        """Post the project, and remember that it is new."""
        created = super().create(call, inputs)
        call.shared.once(birth(created.id), lambda: True)
        return created

    def delete(self, call: Call, id_: str, outputs: Json) -> None:
        """Delete the project; a domain only goes once it is disabled.

        What is in the project stays in the other services and belongs to nobody: the program
        makes it depend on the project, so that it goes before.
        """
        if outputs.get("isDomain"):
            doing, path = f"disabling {self.title(outputs)}", f"/projects/{id_}"
            try:
                self.send(call, "PATCH", path, doing, {"enabled": False})
            except NotFoundError:
                return
        super().delete(call, id_, outputs)
