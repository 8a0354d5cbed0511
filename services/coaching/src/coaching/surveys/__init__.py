"""Surveys: weighted questions that make one coach's judgement comparable with another's."""
