"""Persons, as far as the learner must be told of them."""
