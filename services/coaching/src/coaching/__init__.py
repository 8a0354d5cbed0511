"""The coaching service: opportunities, surveys and the assessments that they open."""
