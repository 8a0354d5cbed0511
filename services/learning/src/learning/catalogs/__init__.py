"""Named collections of courses, and the teams they are meant for."""
