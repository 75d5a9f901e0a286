"""Predictions in, figures out: metrics, intervals, significance, comparison, errors."""
