-- Replaced by the migration of the other branch.
SELECT 1;
