"""Trains what is missing, stores runs and resumes them."""
