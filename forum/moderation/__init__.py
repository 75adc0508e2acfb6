"""Moderation: flags, cases, decisions and the public ledger."""
