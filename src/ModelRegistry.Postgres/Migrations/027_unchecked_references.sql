-- Versions and aliases follow from the log of their model, whose one writer has decided that what they refer to is there. To look it up and lock it once more for each
-- row was a tenth of what the database does when an alias is set.
ALTER TABLE model_aliases DROP CONSTRAINT model_aliases_model_id_number_fkey;
ALTER TABLE model_versions DROP CONSTRAINT model_versions_model_id_fkey;
