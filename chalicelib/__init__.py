"""Scandrop's application: what app.py's triggers call."""
