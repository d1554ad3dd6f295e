"""The files of a pack, one module for each noun: from rows with lines to the facts that the rooms take."""
