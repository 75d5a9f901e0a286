"""Tables, figures and pages, drawn from what analysis returns."""
