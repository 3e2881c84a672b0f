"""The use cases: where a rule meets tables. The session is an argument; nothing here commits."""
