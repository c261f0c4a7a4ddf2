"""The OpenSearch backend: the cluster finds and counts, and Warta ranks what it finds."""
