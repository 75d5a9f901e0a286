"""The models that BERT is measured against."""
