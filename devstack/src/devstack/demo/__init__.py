"""A believable company for demonstrations and tests: people, skills, and ninety days of support work."""
