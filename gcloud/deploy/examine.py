"""A site's files, loaded and judged: everything that is wrong, at once.

The model finds what is wrong with the files, the plan what is wrong with the
site that they describe. Whoever wants to use a site asks here, so that `check`
and `up` can't come to different answers.
"""

from dataclasses import dataclass
from pathlib import Path

from gcloud.deploy.adopt_check import adopted_problems
from gcloud.deploy.hardening.judged import hardening_judged
from gcloud.deploy.tenants.trusting import distrusted, trusted_as_it_stands
from gcloud.model import load as model
from gcloud.model.errors import SiteInvalid
from gcloud.model.load import Examined, LoadedSite
from gcloud.model.problem import Problem
from gcloud.plan.check import check, remarks


@dataclass(frozen=True)
class Examination:
    """What became of a look at a site's folder.

    Args:
        loaded: the site, None if its files can't be read as one.
        problems: everything that is wrong, by file and line; empty if the site can be used.
        remarks: what somebody should look at, and what keeps nobody from using the site.
    """

    loaded: LoadedSite | None
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()


def examine(folder: Path) -> Examination:
    """Load a site and judge it.

    Args:
        folder: the site's folder.
    """
    examined = model.examine(folder)
    problems = judged(examined)
    if problems or examined.loaded is None:
        return Examination(None, SiteInvalid(str(folder), problems).problems)
    told = sorted((*remarks(examined.loaded), *trusted_as_it_stands(examined.loaded)))
    return Examination(examined.loaded, (), tuple(told))


def judged(examined: Examined) -> tuple[Problem, ...]:
    """Everything that is wrong with what was read, in no order.

    Args:
        examined: what came of reading a site.
    """
    problems = examined.problems
    if examined.loaded is not None and examined.consistent:
        problems += (
            *check(examined.loaded),
            *adopted_problems(examined.loaded),
            *distrusted(examined.loaded),
        )
        # Of a site with other problems its hosts can't be told.
        problems = problems or (*hardening_judged(examined.loaded),)
    return problems


def usable(folder: Path) -> LoadedSite:
    """Load a site that must be free of problems.

    Args:
        folder: the site's folder.

    Raises:
        SiteInvalid: it has problems; all of them are in it.
    """
    found = examine(folder)
    if found.loaded is None or found.problems:
        raise SiteInvalid(str(folder), found.problems)
    return found.loaded
