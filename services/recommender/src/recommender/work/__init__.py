"""Finished work: who did it, when, and which skills it was tagged with."""
