"""A large organisation, for tests of plans: 2,000 persons in 100 teams, of which somebody leads three."""

from __future__ import annotations

from touchline_runtime.auth import Principal, Role

CROWD = """
INSERT INTO person (id, name, active, time_zone, revision)
    SELECT 'p' || i, 'Person ' || i, true, 'UTC', 1 FROM generate_series(1, 2000) AS i;
INSERT INTO team (id, name, active, manager_id, revision)
    SELECT 't' || i, 'Team ' || i, true, 'lead', 1 FROM generate_series(1, 100) AS i;
INSERT INTO team_person SELECT 't' || (i % 100 + 1), 'p' || i, 'member' FROM generate_series(1, 2000) AS i;
INSERT INTO team_person SELECT 't' || i, 'lead', 'manager' FROM generate_series(1, 3) AS i;
INSERT INTO person_holding SELECT id FROM person;
"""
ADMIN, LEAD = Principal.of("admin", *Role), Principal.of("lead", Role.SKILL_MANAGER)
SKILLS_AND_NEEDS = """
INSERT INTO skill (id, name, origin, defined_at)
    SELECT 's' || i, 'Skill ' || i, 'hand', now() FROM generate_series(1, 200) AS i;
INSERT INTO skill_alias SELECT id, id FROM skill;
INSERT INTO held_skill SELECT 'p' || p, 's' || s, 1, now(), now(), 'hand', NULL
    FROM generate_series(1, 2000) AS p, generate_series(1, 200) AS s WHERE (p * 7 + s) % 5 = 0;
INSERT INTO team_need SELECT 't' || t, 's' || s, 1 + s % 9, 0, s % 3
    FROM generate_series(1, 100) AS t, generate_series(1, 200) AS s WHERE (t + s) % 2 = 0;
ANALYZE;
"""
NEEDS = 100
"""Of each team."""
HELD = 20 * 40
"""By the members of a team."""
