"""Measures the shipped learner on a file of cases, beside what others do: ``python -m recommender.evaluate``.

It needs the packages of the extra ``evaluate``; no service imports it.
"""
