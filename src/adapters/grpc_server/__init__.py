"""The gRPC interface: translation, authentication and errors around the use cases."""
