"""Who knows a skill best, and who of them is on call."""
