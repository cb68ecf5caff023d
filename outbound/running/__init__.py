"""The service: a pass, the loop, the fleet, its health."""
