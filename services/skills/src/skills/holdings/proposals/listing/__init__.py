"""Proposals in pages, by several filters and in two orders."""
