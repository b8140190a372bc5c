"""Starting and joining the servers a checkout needs: PostgreSQL, the broker, web, worker and beat."""
