"""One kill, or several in a row, and what the next run makes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.engine.memory import nothing
from tests.faults.judge import wrong
from tests.faults.moments import killed, moments_of
from tests.faults.stories import Story
from tests.faults.wish import Standing, Wish, script
from tests.faults.world import Verb, Weather, World


@dataclass(frozen=True, slots=True)
class Scene:
    """A story up to the run that is killed: the world as it is then, and that run's moments."""

    story: Story
    world: World
    standing: Standing
    moments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it: how many kills there were (a run may end before its moment), and what is wrong."""

    kills: int
    problems: tuple[str, ...]


def stage(story: Story, folder: Path) -> Scene:
    """Make a story's world and count the moments of the run that will be killed."""
    world, standing = World.new(folder / "base"), Standing()
    for wish in story.before:
        world.run("up", script(wish))
        standing = standing.after(wish)
    if story.prepare is not None:
        story.prepare(world)
    rehearsal = world.copy(folder / "rehearsal")
    moments = moments_of(rehearsal, _run(story.verb, story), _weather(story))
    rehearsal.remove()
    return Scene(story, world, standing, tuple(moments))


def strike(scene: Scene, folder: Path, at: tuple[int, ...], *, look: bool = False) -> Verdict:
    """Kill a run, and its recovery as often as asked, then let the next run alone and judge it.

    at: moments; the first of the run, each further one of the next recovery.
    look: preview between the kill and the recovery, as a person would.
    """
    story, world = scene.story, scene.world.copy(folder)
    verb, wish = (story.next_verb or story.verb), (story.killed if story.then is None else story.then)
    program = script(wish)
    first = killed(world, _run(story.verb, story), at[0], _weather(story))
    more = [killed(world, lambda world: world.run(verb, program), moment) for moment in at[1:]]
    problems = [f"preview: {text}" for text in world.preview(program)] if look and verb == "up" else []
    world.cloud.before = world.cloud.after = nothing
    expected: Wish = () if verb == "destroy" else wish
    standing = scene.standing.after(expected)
    problems += wrong(world, world.run(verb, program), expected, standing)
    world.cloud.calls.clear()
    problems += [f"once more: {text}" for text in wrong(world, world.run(verb, program), expected, standing)]
    problems += [f"once more: {call}" for call in world.cloud.calls]
    if not problems:
        world.remove()
    return Verdict(first + sum(more), tuple(problems))


def _run(verb: Verb, story: Story) -> Callable[[World], object]:
    program = script(story.killed, together=story.together)
    return lambda world: world.run(verb, program)


def _weather(story: Story) -> Weather | None:
    return Weather(story.seed, story.weather) if story.weather else None
