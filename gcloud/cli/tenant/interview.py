"""Questions one after the other, in Vietnamese or English, from which a wish comes about.

Each answer is judged by itself at once; what only shows when all is said (a name
that is taken, a quota beyond capacity) is asked again at the end.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import click

from gcloud.deploy.tenants.filling import REQUEST, TENANT, filled, mistake, value_of, wish_from
from gcloud.model.node import Node, Place
from gcloud.model.problem import Path, Problem
from gcloud.model.shape import required_at
from gcloud.model.site import Site
from gcloud.render import tenant_sentences as say
from gcloud.render.problem_words import told
from gcloud.render.tenant_choices import Choice, choices, meant
from gcloud.render.tenant_words import ABOUT, FOLLOWS, MEMBERS, NETWORKS, Field, Language, Words
from gcloud.render.tenant_words import TENANT as FIELDS

PLACE: Place = ("", 0, 0)


@dataclass
class Interview:
    """Asks for one new tenant.

    Args:
        site: what is there to choose from.
        language: of the questions.
        about: answers about the request, by path.
        tenant: answers about the tenant, by path.
    """

    site: Site
    language: Language
    about: dict[str, Node] = field(default_factory=dict)
    tenant: dict[str, Node] = field(default_factory=dict)

    def run(self) -> Node:
        """Ask everything and give the wish.

        Raises:
            click.Abort: nobody answers any more.
        """
        click.echo(say.WELCOME.by(self.language), err=True)
        for one in ABOUT:
            if one.path not in self.about:
                self._ask(REQUEST, one, self.about, required=True)
        for one in FIELDS:
            if one.source == "clouds" and len(self.site.clouds) == 1:
                continue
            if one.path == "system.data_subjects" and self._said("system.personal_data") in {None, "none"}:
                continue
            self._ask(TENANT, one, self.tenant)
            if one.path == "quota.class":
                self._figures()
        self._list("networks", say.NETWORKS, NETWORKS)
        self._list("members", say.MEMBERS, MEMBERS)
        return self.wish()

    def again(self, problems: Sequence[Problem]) -> Node:
        """Ask anew for what turned out to be wrong, and give the wish.

        Args:
            problems: what is wrong with the wish, by their ways in the request.

        Raises:
            click.Abort: nobody answers any more, or no question can put it right.
        """
        click.echo(say.AGAIN.by(self.language), err=True)
        for problem in problems:
            click.echo(f"  {told(problem, self.language)}", err=True)
        ways = [problem.path[2:] for problem in problems]
        if ("tenants", 0, "review_on") in ways:
            ways.append(("tenants", 0, "expires_on"))  # which of the two is wrong, only people know
        due = [ask for way, ask in self._questions() if any(one[: len(way)] == way for one in ways)]
        if not due:
            raise click.Abort
        for ask in due:
            ask()
        return self.wish()

    def _questions(self) -> Iterator[tuple[Path, Callable[[], None]]]:
        """Each question by the way in a request that it is about."""
        for one in ABOUT:
            yield (one.path,), partial(self._ask, REQUEST, one, self.about, required=True)
        for one in FIELDS:
            needed = True if one.path == "name" else None
            way: Path = ("tenants", 0, *one.path.split("."))
            yield way, partial(self._ask, TENANT, one, self.tenant, required=needed)
        yield ("tenants", 0, "quota"), self._figures
        yield ("tenants", 0, "networks"), partial(self._list, "networks", say.NETWORKS, NETWORKS)
        yield ("tenants", 0, "members"), partial(self._list, "members", say.MEMBERS, MEMBERS)

    def wish(self) -> Node:
        """What was said, as a wish."""
        return wish_from(list(self.about.items()), list(self.tenant.items()), PLACE)

    def _ask(self, within: Path, one: Field, into: dict[str, Node], *, required: bool | None = None) -> None:
        """Ask for a field until the answer is right or, where that may be, empty."""
        way = (*within, *one.path.split("."))
        offered = choices(self.site, one.source, self.language) if one.source else ()
        needed = required_at(way) and one.path not in FOLLOWS
        if required is not None:
            needed = required
        elif one.source == "classes" and offered:
            needed = True  # figures of one's own are written beside a class
        value = self._answer(within, one, offered, needed=needed, before=into.get(one.path))
        if value is None:
            into.pop(one.path, None)
        else:
            into[one.path] = value

    def _answer(
        self,
        within: Path,
        one: Field,
        offered: tuple[Choice, ...],
        *,
        needed: bool,
        before: Node | None = None,
    ) -> Node | None:
        for number, choice in enumerate(offered, 1):
            click.echo(f"    {number}. {choice.shown}", err=True)
        note = one.help.by(self.language) + ("" if needed else f"; {say.OPTIONAL.by(self.language)}")
        while True:
            text = self._line(f"{one.name.by(self.language)} ({note})", before)
            if not text:
                if not needed:
                    return None
                click.echo(f"  {say.NEEDED.by(self.language)}", err=True)
                continue
            if offered:
                picked = [_picked(part, offered) for part in (text.split(",") if one.many else [text])]
                if None in picked:
                    click.echo(f"  {say.NO_CHOICE.by(self.language)}", err=True)
                    continue
                text = ",".join(part for part in picked if part)
            value = value_of(within, one.path, text, PLACE, many=one.many)
            wrong = mistake(within, one.path, value)
            if wrong is None:
                return value
            click.echo(f"  {say.NOT_SO.by(self.language)}: {told(wrong, self.language)}", err=True)

    def _list(self, key: str, title: Words, columns: tuple[Field, ...]) -> None:
        """Ask for entries until one has no name."""
        click.echo(f"{title.by(self.language)}: {say.ANOTHER.by(self.language)}", err=True)
        entries: list[Node] = []
        first, *others = columns
        within = (*TENANT, key, 0)
        while (name := self._answer(within, first, (), needed=False)) is not None:
            entry = {first.path: name}
            for one in others:
                hired = one.path == "until" and self._hired(entry)
                needed = required_at((*within, one.path)) or hired
                offered = choices(self.site, one.source, self.language) if one.source else ()
                value = self._answer(within, one, offered, needed=needed)
                if value is not None:
                    entry[one.path] = value
            entries.append(filled(list(entry.items()), PLACE))
        if entries:
            self.tenant[key] = Node(PLACE, entries)
        else:
            self.tenant.pop(key, None)

    def _figures(self) -> None:
        """Ask for figures other than the class's until none is named."""
        for path in [path for path in self.tenant if path.startswith("quota.") and path != "quota.class"]:
            del self.tenant[path]
        while text := self._line(f"{say.FIGURES.by(self.language)} ({say.ANOTHER.by(self.language)})", None):
            key, equals, figure = text.partition("=")
            path = f"quota.{key.strip()}"
            value = value_of(TENANT, path, figure, PLACE)
            wrong = mistake(TENANT, path, value) if equals else None
            if not equals or wrong is not None:
                why = f": {told(wrong, self.language)}" if wrong is not None else ""
                click.echo(f"  {say.NOT_SO.by(self.language)}{why}", err=True)
                continue
            self.tenant[path] = value

    def _line(self, question: str, before: Node | None) -> str:
        default = before.text if before is not None else ""
        line: str = click.prompt(question, default=default, show_default=bool(default), err=True)
        return line.strip()

    def _said(self, path: str) -> str | None:
        value = self.tenant.get(path)
        return value.text if value is not None else None

    def _hired(self, entry: dict[str, Node]) -> bool:
        return "role" in entry and entry["role"].value == "hired-operator"


def _picked(text: str, offered: tuple[Choice, ...]) -> str | None:
    """The choice that a number or a name means."""
    number = text.strip()
    if number.isdecimal() and not any(one.value == number for one in offered):
        return offered[int(number) - 1].value if 0 < int(number) <= len(offered) else None
    return meant(text, offered)
