"""Figures, one a module: finished numbers in, a matplotlib figure out; nothing saved or shown."""
