"""The parts of the store that forgets everything when the process ends."""
