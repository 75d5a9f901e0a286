"""Error analysis and paired comparison of text classifiers."""

__version__ = "0.1.0"
