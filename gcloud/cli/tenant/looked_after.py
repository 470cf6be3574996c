"""What the commands that look after tenants share: the time, and the tenants, each on its cloud."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gcloud.deploy.tenants.named import tenant_named
from gcloud.errors import CloudError

if TYPE_CHECKING:
    from gcloud.deploy.tenants.backing import Case


def now() -> datetime:
    """The time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def cases(site: Path, names: tuple[str, ...]) -> Iterator[tuple[str, "Case | CloudError"]]:
    """Give the tenants that are named, or all that have a policy and are not on their way out.

    One whose cloud or project can't be used comes with the reason, and the others go on.

    Args:
        site: the site's folder.
        names: tenants; none for all.

    Raises:
        SiteInvalid: the site has problems.
        InputError: there is no such tenant, or it has no policy.
    """
    from gcloud.deploy.examine import usable  # noqa: PLC0415 - the SDK costs half a second of every --help
    from gcloud.deploy.tenants.backing import case_of  # noqa: PLC0415 - as above
    from gcloud.deploy.tenants.whereabouts import whereabouts  # noqa: PLC0415 - as above

    loaded = usable(site)
    for name in names:
        tenant_named(loaded.site, name)  # before anything is done for those named before it
    followed = [
        one.name for one in loaded.site.tenants if one.backup and one.state in {"active", "suspended"}
    ]
    for name in names or sorted(followed):
        try:
            where = whereabouts(loaded, name)
            yield name, case_of(loaded, where)
        except CloudError as error:
            yield name, error
