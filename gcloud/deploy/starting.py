"""How the programs of our stacks are started: forked from one interpreter that has imported what they import.

That is made before a command has read its site, and imports meanwhile. Only programs
of this library are started so: what they import is known, and none of them has a
module of its own that an imported one might stand in the way of.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import gcloud
from gcloud.deploy.wish import Wish, choose
from gcloud.engine.nursery import Nursery
from gcloud.engine.process import Child, Start

_LIBRARIES: Final = (
    "gcloud.engine.child",
    "pulumi",
    "pulumi_openstack",
    "pulumi_openstack.blockstorage",
    "pulumi_openstack.compute",
    "pulumi_openstack.identity",
    "pulumi_openstack.images",
    "pulumi_openstack.networking",
)


@contextmanager
def starting(wish: Wish) -> Iterator[Start]:
    """Give what starts the programs of a run; what it has started must have ended before the block does.

    Args:
        wish: what the command was asked for.
    """
    if choose(wish.engine) != "embedded":
        yield Child  # for nobody: the official CLI starts its programs itself
        return
    with Nursery((*_LIBRARIES, *_ours())) as nursery:
        yield nursery.start


def _ours() -> Iterator[str]:
    """Name the modules that our programs share."""
    library = Path(gcloud.__file__).resolve().parent.parent
    for folder in ("stacks", "stacks/components"):
        for file in sorted((library / folder).glob("[!_]*.py")):
            yield f"{folder.replace('/', '.')}.{file.stem}"
