"""The commands: parse, one call on the workspace, print, exit code. One file per noun; nothing heavy until needed."""
