"""Who holds each skill, as strings of bits: those of a branch are or-ed, and the bits counted."""
