"""The press: Markdown becomes a Document, a Document and a reader become a Redacted, a Redacted becomes text."""
