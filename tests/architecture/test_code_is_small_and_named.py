"""Files and functions are small, and their names say something."""

from __future__ import annotations

import pytest

from tests.architecture.names import empty_names, misnamed_reactions
from tests.architecture.planted import HOLDINGS, planted
from tests.architecture.size import FILE, FUNCTION, long_files, long_functions, sprawl
from tests.architecture.source import Source, clean, sources


def test_no_file_is_too_long() -> None:
    clean(line for source in sources() for line in long_files(source))


def test_no_function_is_too_long() -> None:
    clean(line for source in sources() for line in long_functions(source))


def test_the_usual_file_and_function_are_short() -> None:
    clean(sprawl([source for source in sources() if source.shipped]))


def test_no_module_has_a_name_that_fits_anything() -> None:
    clean(line for source in sources() for line in empty_names(source))


def test_every_reaction_stands_in_the_file_of_its_name() -> None:
    clean(line for source in sources() for line in misnamed_reactions(source))


def test_a_long_file_is_caught() -> None:
    assert long_files(planted("a.py", "x = 1\n" * (FILE + 1)))
    assert not long_files(planted("a.py", "x = 1\n" * FILE))


@pytest.mark.parametrize("kind", ["def", "async def"])
def test_a_long_function_is_caught(kind: str) -> None:
    body = "    x = 1\n" * FUNCTION
    assert long_functions(planted("a.py", f"{kind} f():\n{body}"))
    assert not long_functions(planted("a.py", f"{kind} f():\n{body[:-10]}"))


def test_sprawl_is_caught() -> None:
    body = "    x = 1\n" * 20
    files = [planted(f"{n}.py", f"def f():\n{body}" + "\n" * 50) for n in range(3)]
    assert len(sprawl(files)) == 2


@pytest.mark.parametrize(
    "path", ["utils.py", "shared/common/topic.py", f"{HOLDINGS}manager.py", "tests/helpers.py"]
)
def test_an_empty_name_is_caught(path: str) -> None:
    assert empty_names(Source(path, ""))


def test_a_reaction_in_another_file_is_caught() -> None:
    path = f"{HOLDINGS}when_skill_predicted_open_proposals.py"
    assert misnamed_reactions(planted(path, "async def when_skill_predicted(tx, events): ..."))
    assert not misnamed_reactions(
        planted(path, "async def when_skill_predicted_open_proposals(tx, events): ...")
    )
