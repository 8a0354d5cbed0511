"""The organisation's skills and the types of level they are graded by."""
