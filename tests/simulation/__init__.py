"""The whole service in one thread and virtual time, under every fault, from one seed."""
