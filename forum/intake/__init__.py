"""What happens before anything is a case: rules of a group, pace, posts that wait for a moderator, outside notices."""
