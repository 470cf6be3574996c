"""What the parts of one run share."""

from dataclasses import dataclass

from gcloud.engine.aim import Aim
from gcloud.engine.ledger import Ledger
from gcloud.engine.pool import ProviderPool
from gcloud.engine.reporter import Reporter


@dataclass(frozen=True, slots=True)
class Work:
    """One run, or one preview.

    Args:
        ledger: what is known of every resource.
        pool: who serves them.
        reporter: told of everything.
        aim: what of the stack it is about.
    """

    ledger: Ledger
    pool: ProviderPool
    reporter: Reporter
    aim: Aim
