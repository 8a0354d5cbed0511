"""By which names skills are known: tags, names and ids of merged skills lead to one id."""

from __future__ import annotations

from touchline_contracts.event import skill_id_of


class Names:
    """A fold of what the catalogue of skills said."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.aliases: dict[str, str] = {}

    def canonical(self, tag: str) -> str:
        """The id of the skill that a tag, an id or a former id stands for; its slug while unknown."""
        slug = tag if tag in self.known else skill_id_of(tag)
        return self.aliases.get(slug, slug)

    def define(self, skill_id: str, name: str) -> str | None:
        """A skill got this name. The tag that is now another name of it, if there is a new one."""
        self.known[skill_id] = name
        slug = skill_id_of(name)
        if not slug or slug in self.known or self.aliases.get(slug) == skill_id:
            return None
        self.aliases[slug] = skill_id
        return slug

    def merge(self, skill_id: str, into: str) -> None:
        """A skill is now another name of ``into``."""
        into = self.aliases.get(into, into)
        for alias, target in self.aliases.items():
            if target == skill_id:
                self.aliases[alias] = into
        self.aliases[skill_id] = into
        self.aliases.pop(into, None)

    def name_of(self, skill_id: str) -> str:
        """The name for people; the id while the catalogue has not told of the skill."""
        return self.known.get(skill_id, skill_id)
