"""The words: questions, roles, concepts and advice as TOML, Chinese and English side by side."""
