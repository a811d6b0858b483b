# Recipes: commands that make(1) starts by itself, and some for a shell.
all: one
	echo all
	false || echo it failed
	-false
one:
	echo one; echo two
