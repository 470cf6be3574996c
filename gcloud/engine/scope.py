"""What of a stack a run is about, beside the stack itself."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run is about.

    Args:
        targets: what alone is to be planned and changed: URNs, logical names, or patterns of
            either (`*`, `?`); everything if there are none. Everything else is taken as the state has it.
        replace: what is to be replaced even if nothing differs; in the same forms.
        verify: look at the cloud first, so that what was changed or deleted behind our back is
            part of the plan.
    """

    targets: tuple[str, ...] = ()
    replace: tuple[str, ...] = ()
    verify: bool = False


WHOLE: Final = Scope()
"""The whole stack, compared with the state."""
