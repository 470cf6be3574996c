"""A tenant's plan with nothing in it but what a test names."""

from gcloud.plan.tenants.model import QuotaPlan, TenantPlan


def granted(name, *, volume_types=None, **services) -> TenantPlan:
    """A tenant's plan: `granted("documents", compute={"cores": 10})`."""
    return TenantPlan(
        name=name,
        label=name,
        agency="interior-department",
        system=name,
        level=2,
        cloud="province",
        enabled=True,
        tags=(),
        description="",
        groups=(),
        accounts=(),
        quotas=tuple(
            QuotaPlan(
                service=service,
                figures=tuple(sorted(figures.items())),
                volume_types=tuple((volume_types or {}).items()) if service == "volume" else (),
            )
            for service, figures in services.items()
        ),
        unified=(),
        networks=(),
        outside=False,
        bandwidth_kbps=1000,
        flavors=(),
        volume_types=(),
        dns_zone=None,
        aggregate=None,
        hosts=(),
        request="r-2026-0001",
        digest="0" * 64,
    )
