-- Equal tags and params are found by containment; the smaller operator class knows nothing else.
CREATE INDEX model_versions_by_tag ON model_versions USING gin (tags jsonb_path_ops);
CREATE INDEX model_versions_by_param ON model_versions USING gin (params jsonb_path_ops);
CREATE INDEX models_by_tag ON models USING gin (tags jsonb_path_ops) WHERE deleted_at IS NULL;
