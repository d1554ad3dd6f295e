"""Reading what a pack says, a file at a time, with every fault named by file, line and cure. Each room reads its own part."""
