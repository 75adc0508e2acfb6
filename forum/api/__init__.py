"""The JSON API: the same queries, actions, forms and cards as the pages, so the same rules."""
