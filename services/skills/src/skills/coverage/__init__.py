"""How much of what each team's work calls for is held in the team."""
