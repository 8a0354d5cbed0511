"""Throughput, latency and memory of one worker, beside simpler consumers on the same events."""
