"""Measures what the product promises of its speed; each module is one subject and yields its figures."""
