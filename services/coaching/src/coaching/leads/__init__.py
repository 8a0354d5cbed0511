"""Leads: who manages and coaches a team, and who of them is active, as far as the directory tells."""
