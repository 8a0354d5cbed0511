"""The process that learns: reads the learning log in order and proposes what it shows."""
