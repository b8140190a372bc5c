"""Forms of time limits, of their rules and of the working calendar. They check what was typed; services the rest."""
