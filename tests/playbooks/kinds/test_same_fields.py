"""The catalogue and the host speak of the same kinds of items, by the same fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from gcloud.model.baseline.items.base import ItemBase
from gcloud.model.baseline.items.union import KINDS
from govcloud.registry import KINDS as ON_THE_HOST

SOURCES = Path(__file__).parents[3] / "playbooks" / "module_utils" / "govcloud"
FIELDS = [
    (kind, field.alias or name)
    for kind, model in KINDS.items()
    for name, field in model.model_fields.items()
    if name
    not in {*ItemBase.model_fields, "kind", "disabled"}  # disabled says what a module item always means
]


def test_every_kind_of_the_catalogue_is_known_on_a_host():
    assert set(KINDS) == set(ON_THE_HOST)


@pytest.fixture(scope="module")
def source() -> str:
    return "".join(path.read_text() for path in sorted(SOURCES.rglob("*.py")))


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[f"{kind}.{field}" for kind, field in FIELDS])
def test_a_field_of_an_item_is_read_on_a_host(kind, field, source):
    assert f'"{field}"' in source
