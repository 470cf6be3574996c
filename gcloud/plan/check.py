"""What is wrong with the site that the files describe, when each file is right.

The model finds what is wrong with the words; here is what is wrong with the
data centre: addresses that do not fit, zones that a level needs and that are
missing, servers where they must not stand, flows that break the policy, tenants
that the machines can't hold. All at once, each at its place in the files.

A rule says on what it rests: a clause with its certainty, or that it is this
project's own.
"""

from gcloud.model.load import LoadedSite
from gcloud.model.problem import Problem
from gcloud.plan.addresses import addresses
from gcloud.plan.check_addresses import address_problems
from gcloud.plan.check_flows import flow_problems
from gcloud.plan.check_hosts import host_problems
from gcloud.plan.check_levels import level_problems, level_remarks, separation_remarks
from gcloud.plan.check_servers import server_problems
from gcloud.plan.tenants.authority import authority_problems
from gcloud.plan.tenants.check import tenant_problems, tenant_remarks


def check(loaded: LoadedSite) -> tuple[Problem, ...]:
    """Judge a site.

    Args:
        loaded: the site with its positions.

    Returns:
        Every problem, by file, line and column; empty where the site can be used.
    """
    given = addresses(loaded.site)
    problems = {
        *address_problems(loaded, given),
        *host_problems(loaded, given),
        *level_problems(loaded),
        *server_problems(loaded),
        *flow_problems(loaded),
        *tenant_problems(loaded),
        *authority_problems(loaded),
    }
    return tuple(sorted(problems))


def remarks(loaded: LoadedSite) -> tuple[Problem, ...]:
    """What somebody should look at, and what keeps nobody from using the site.

    The law's default levels depend on facts that the files do not hold (is it an
    online service? does its infrastructure serve the province?), so a level that
    looks too low is a remark and never an error.

    Args:
        loaded: the site with its positions.

    Returns:
        The remarks, by file, line and column.
    """
    return tuple(sorted((*level_remarks(loaded), *separation_remarks(loaded), *tenant_remarks(loaded))))
