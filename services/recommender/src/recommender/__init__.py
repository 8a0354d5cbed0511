"""Learns from finished tasks which skills they call for, and proposes skills that agents have shown."""
