"""The courses that can be assigned: a copy of what the learning service decided."""
