"""Where what stands in the .xlsx form: its sheets, their columns, the mark by which it is known again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gcloud.render.quota_words import KEYS, SERVICES, quota_words
from gcloud.render.tenant_words import ABOUT, CHOICES, MEMBERS, NETWORKS, TENANT, Field, Source, Words

VERSION: Final = 1
"""Of the form; a form of another version is refused."""

REQUEST: Final = Words("Yêu cầu", "Request")
FIGURES: Final = Words("Hạn mức", "Quotas")
LISTS: Final = Words("Danh mục", "Lists")
FIRST_ROW: Final = 4
"""Where the rows of every sheet begin, below title, note and head."""

VALUE: Final = 2
"""The column of the answers, on sheets of one answer a row."""

PATH: Final = 4
"""The hidden column that says which field a row is about."""

MARK: Final = "A1"
"""The cell of the lists that holds the mark."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of entries, one a row.

    Attributes:
        key: the tenant's field.
        title: the sheet's name.
        columns: the fields of an entry.
        rows: how many there is room for.
    """

    key: str
    title: Words
    columns: tuple[Field, ...]
    rows: int


TABLES: Final = (
    Table("networks", Words("Mạng", "Networks"), NETWORKS, 16),
    Table("members", Words("Người sử dụng", "People"), MEMBERS, 60),
)
"""The sheets of entries."""

SHEETS: Final = (REQUEST, TABLES[0].title, TABLES[1].title, FIGURES, LISTS)
"""Every sheet that a form has."""


def mark(site: str) -> str:
    """The text by which a site's form is known again."""
    return f"govcloud-form {VERSION} {site}"


def rows() -> Iterator[tuple[str, Field]]:
    """The rows of the first sheet: which door a row is for (`about` or `tenant`), and its field.

    What may be chosen several times is a row of yes or no for each, since a drop-down gives one.
    """
    for one in ABOUT:
        yield "about", one
    for one in TENANT:
        if one.many and one.source is not None:
            for value, words in CHOICES[one.source].items():
                name = Words(f"{one.name.vi}: {words.vi}", f"{one.name.en}: {words.en}")
                yield (
                    "tenant",
                    Field(f"{one.path}.{value}", name, Words("có hoặc không", "yes or no"), "flags"),
                )
        else:
            yield "tenant", one


def figures() -> Iterator[tuple[str, Words]]:
    """The rows of the quotas: path in the tenant, and words."""
    for key in KEYS:
        service, words = SERVICES[key.partition(".")[0]], quota_words(key)
        yield f"quota.{key}", Words(f"{service.vi}: {words.vi}", f"{service.en}: {words.en}")


def sources() -> tuple[Source, ...]:
    """Every list that some field is chosen from, in the order of the lists' columns."""
    fields = [one for _, one in rows()] + [one for table in TABLES for one in table.columns]
    return tuple(dict.fromkeys(one.source for one in fields if one.source is not None))
