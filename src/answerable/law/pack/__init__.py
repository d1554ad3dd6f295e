"""The law's own files of a pack: pack.yaml with the ladder, who answers for what, categories, terms, grounds, templates."""
