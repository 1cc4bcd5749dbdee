"""The report: one JSON document (`model`), rendered for a terminal, as Markdown and as one HTML file."""
