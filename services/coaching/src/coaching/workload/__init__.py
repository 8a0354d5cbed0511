"""Workload: how much coaching persons were given, which limits, capacity and turns are counted by."""
