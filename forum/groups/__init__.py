"""Groups: communities with their own members, rules, shows and doors."""
