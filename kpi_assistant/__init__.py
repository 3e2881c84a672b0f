"""KPI Assistant: know the other person's KPI, and speak along it."""
