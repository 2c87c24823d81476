"""Rules on bytes and characters: what became of them between an author and a reader."""
