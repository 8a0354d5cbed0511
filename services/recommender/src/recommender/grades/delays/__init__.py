"""How long it takes from the end of a case to the proposal that it leads to."""
