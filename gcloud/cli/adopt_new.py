"""The half of ``govcloud adopt`` that makes a new site of a running cloud."""

import os
from collections import Counter

from gcloud.cli.confirm import DeclinedError, confirmed
from gcloud.cli.progress import progress
from gcloud.cli.surface import Surface
from gcloud.cli.take import take
from gcloud.cli.words import count, type_word
from gcloud.cloud.beside import beside
from gcloud.cloud.connect import connect
from gcloud.deploy.adopt_new import Draft, NewSite, draft, province_of, write
from gcloud.deploy.adopt_site import adopted_ids, reach
from gcloud.deploy.examine import usable
from gcloud.deploy.wish import Wish
from gcloud.errors import ExitCode, GovCloudError, InputError
from gcloud.model.text import slug
from gcloud.provider.openstack import OpenStackProvider


class NotWholeError(GovCloudError):
    """Something in the cloud could not be seen, so that the site does not say everything."""

    exit_code = ExitCode.INCOMPLETE


def adopt_new(
    surface: Surface, wish: Wish, cloud: str, province: str | None, name: str | None, *, yes: bool
) -> int:
    """Make a site of everything in a cloud's project.

    Args:
        surface: the command's surface.
        wish: the site's folder, its state.
        cloud: the cloud's name in clouds.yaml.
        province: `--province`.
        name: `--name`; the folder's name without it.
        yes: do not ask.

    Raises:
        InputError: no province is given, or there is a file in the way.
        CloudError: the cloud can't be reached.
    """
    if province is None:
        raise InputError(
            f"{wish.site} is no site yet, and a new one needs its province.",
            hint="Add --province CODE, for example --province 42 for Hà Tĩnh.",
        )
    what = NewSite(cloud, name or slug(wish.site.resolve().name), province_of(province))
    provider = OpenStackProvider()
    provider.configure({"cloud": cloud})
    with progress(surface, f"Listing everything in {cloud}", None, lambda _: False):
        found = draft(what, provider, beside(connect(cloud)))
    _show(surface, found)
    number = count(len(found.description.objects), "object")
    if not confirmed(surface, f"Write {number} into {wish.site}? The cloud is not changed.", yes=yes):
        raise DeclinedError
    files = write(wish.site, found.files)
    surface.text(f"Wrote {', '.join(str(file) for file in files)}.")
    about = {
        "site": str(wish.site.resolve()),
        "files": [str(file) for file in files],
        "left_out": [
            {"type": o.type, "id": o.id, "name": o.name, "why": o.why} for o in found.description.left_out
        ],
        "not_listed": [{"type": type_, "error": error.message} for type_, error in found.unseen.items()],
        "remarks": list(found.remarks),
    }
    stacks = reach(wish, os.environ)
    ids = adopted_ids(usable(wish.site).site)
    about["state"] = stacks.state
    incomplete = None
    if found.unseen:
        incomplete = NotWholeError(
            f"{count(len(found.unseen), 'type')} could not be listed; the site does not say everything.",
            hint="They are named at the top of adopted.yaml. Look for the missing rights or services.",
        )
    return take(surface, stacks, ids, only_named=False, yes=True, about=about, incomplete=incomplete)


def _show(surface: Surface, found: Draft) -> None:
    kinds = Counter(type_word(one.type) for one in found.description.objects)
    surface.text(f"In the project: {count(len(found.description.objects), 'object')}", bold=True)
    for word, number in sorted(kinds.items()):
        surface.text(f"  {number:4d} {word}")
    left = Counter((type_word(one.type), one.why) for one in found.description.left_out)
    if left:
        surface.text("Left out:", bold=True)
        for (word, why), number in sorted(left.items()):
            surface.text(f"  {number:4d} {word}: {why}")
    if found.unseen:
        surface.text("Could not be listed:", bold=True, fg="red")
        for type_, error in sorted(found.unseen.items()):
            surface.text(f"  {type_word(type_)}: {error.message}")
