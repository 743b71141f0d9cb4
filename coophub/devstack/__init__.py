"""The embedded PostgreSQL and Redis behind `make run` and `make test`. No Django in here but the command itself."""

from coophub.devstack.addresses import database_url, redis_url

__all__ = ["database_url", "redis_url"]
