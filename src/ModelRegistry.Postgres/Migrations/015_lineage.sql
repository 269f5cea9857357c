-- Finds the children of a version; a model may have ten thousand versions in one line.
CREATE INDEX model_versions_by_parent ON model_versions (model_id, parent) WHERE parent IS NOT NULL;
