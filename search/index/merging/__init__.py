"""From several segments to one, and the policy that says which."""
