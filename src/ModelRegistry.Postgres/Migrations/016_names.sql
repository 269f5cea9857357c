-- Names are unique among models that are not deleted. The check can wait for the end of a transaction: when the models are made again from their events, one
-- after the other, a name may stand twice until all that gave it up and took it over are there.
ALTER TABLE models ADD COLUMN live_name text GENERATED ALWAYS AS (CASE WHEN deleted_at IS NULL THEN name END) STORED;
DROP INDEX models_name_key;
ALTER TABLE models ADD CONSTRAINT models_name_key UNIQUE (live_name) DEFERRABLE;
