"""Pages that belong to no room: home, about, health; and the commands that look at the whole house."""
