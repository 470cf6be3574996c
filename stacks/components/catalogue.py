"""The catalogue: what servers are made of, made or found."""

from pathlib import Path

import pulumi
import pulumi_openstack as openstack

from gcloud.plan.model import CloudPlan, FlavorPlan, ImagePlan, VolumeTypePlan
from stacks.components.refusal import RefusedError


class Catalogue(pulumi.ComponentResource):
    """Flavors, images and volume types of one cloud.

    Creates the flavors and volume types that are ours to make; on a hired cloud it
    looks flavors up by name (a missing one fails the plan) and takes volume types
    by name. What is restricted is private, and the project that the servers are in gets
    access to what they use of it. Uploads each image from its local file; the upload is
    verified against the cloud's checksum.

    Refuses an image whose file is not there. Its SHA-256 is compared when the site is
    loaded, not at each run of this program.

    Args:
        plan: the cloud.
        folder: the site's folder; image files are relative to it.
        project: the id of the project that the cloud's servers are in; None if there are none.
        opts: the provider of the cloud.

    Raises:
        RefusedError: see above.
    """

    def __init__(
        self,
        plan: CloudPlan,
        folder: Path,
        project: pulumi.Input[str] | None,
        opts: pulumi.ResourceOptions,
    ) -> None:
        files = {image.name: _file(folder / image.file, image.name) for image in plan.images}
        super().__init__("govcloud:datacenter:Catalogue", plan.name, None, opts)
        self._cloud = plan.name
        self._project = project
        self.flavors = {flavor.name: self._flavor(flavor) for flavor in plan.flavors}
        self.images = {image.name: self._image(image, files[image.name]) for image in plan.images}
        self.volume_type_ids: dict[str, pulumi.Output[str]] = {}
        self.volume_types = {kind.name: self._volume_type(kind) for kind in plan.volume_types}
        self.register_outputs({})

    def _flavor(self, flavor: FlavorPlan) -> pulumi.Output[str]:
        """The flavor's id."""
        if not flavor.created:
            found = openstack.compute.get_flavor_output(
                name=flavor.name, opts=pulumi.InvokeOutputOptions(parent=self)
            )
            return found.id  # type: ignore[no-any-return]  # the SDK's types are not read here
        made = openstack.compute.Flavor(
            f"{self._cloud}-{flavor.name}",
            name=flavor.name,
            vcpus=flavor.vcpus,
            ram=flavor.ram_mb,
            disk=flavor.disk_gb,
            is_public=flavor.public,
            # A cloud has one flavor of a name. Instances keep their size while it is away.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        if flavor.public or not flavor.used:
            return made.id  # type: ignore[no-any-return]  # as above
        access = openstack.compute.FlavorAccess(
            f"{self._cloud}-{flavor.name}",
            flavor_id=made.id,
            tenant_id=self._project,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return _once(made.id, access)

    def _image(self, image: ImagePlan, file: Path) -> pulumi.Output[str]:
        """The image's id.

        The resource's name holds the file's checksum, so another content is another
        image, made before the old one goes. The path then says nothing that the name
        does not, and is ignored once uploaded: a checkout that moves changes nothing.
        It is absolute because the two engines run the provider in different folders.
        """
        made = openstack.images.Image(
            f"{self._cloud}-{image.name}-{image.sha256[:12]}",
            name=image.name,
            container_format="bare",
            disk_format=image.format,
            local_file_path=str(file),
            # Used for downloads only, of which there are none; its default holds the home folder.
            image_cache_path=".govcloud/images",
            verify_checksum=True,
            min_disk_gb=image.min_disk_gb,
            visibility=image.visibility,
            properties={"os": image.os, "sha256": image.sha256},
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["local_file_path"]),
        )
        return made.id  # type: ignore[no-any-return]  # as above

    def _volume_type(self, kind: VolumeTypePlan) -> pulumi.Input[str]:
        """The volume type's name, known only once the type is there."""
        if not kind.created:
            return kind.name
        made = openstack.blockstorage.VolumeTypeV3(
            f"{self._cloud}-{kind.name}",
            name=kind.name,
            description=kind.description,
            is_public=kind.public,
            extra_specs=dict(kind.extra_specs) or None,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.volume_type_ids[kind.name] = made.id
        if kind.public or not kind.used:
            return made.name  # type: ignore[no-any-return]  # as above
        access = openstack.blockstorage.VolumeTypeAccessV3(
            f"{self._cloud}-{kind.name}",
            volume_type_id=made.id,
            project_id=self._project,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return _once(made.name, access)


def _once(value: pulumi.Output[str], access: pulumi.CustomResource) -> pulumi.Output[str]:
    """The value for those who come after the access, which has nothing else to tell.

    By its URN, which is known before it is made: whoever uses the value shows no change in a
    plan that only makes the access anew.
    """
    return pulumi.Output.all(value, access.urn).apply(lambda both: both[0])


def _file(file: Path, name: str) -> Path:
    whole = file.resolve()
    if not whole.is_file():
        raise RefusedError(
            f"the image {name} has no file at {whole}", hint="Put it there, or correct the catalogue."
        )
    return whole
