"""Virtual time, processes that die between two steps, and chance that can be replayed."""
