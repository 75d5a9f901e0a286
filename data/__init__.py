"""Data sets: sources, splits, checks, and the assets fetched from a package index."""
