"""How far what comes in moves away from what was learned from."""
