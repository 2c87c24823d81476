"""Rules for one kind of repository each, beside the rules that suit all."""
