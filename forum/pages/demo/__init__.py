"""The demo: invented people play six weeks of a forum through the actions that everybody uses."""
