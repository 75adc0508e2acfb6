"""Web plumbing that every view shares: reader, forms, errors, headers, limits and assets."""
