"""The plan as text: canonical JSON, for comparing plans, for golden files and for machines."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from gcloud.plan.allotment import Network
from gcloud.plan.model import Plan


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON-able data; keys are the names of the plan's attributes."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(plan), default=_text))
    return data


def plan_text(plan: Plan) -> str:
    """The plan as text: the same plan gives the same bytes."""
    return json.dumps(plan_json(plan), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _text(value: Network | date) -> str:
    return str(value)
