"""Writing and reading posts: the room through which every text of a person passes."""
