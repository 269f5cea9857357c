-- What a version says of itself beyond its training, and models that were put away.

ALTER TABLE model_versions
    ADD COLUMN properties jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN deployment_config text,
    ADD COLUMN serving_endpoint text,
    ADD COLUMN serving_notes text,
    ADD COLUMN derived_from jsonb NOT NULL DEFAULT '[]',
    -- Tags are added one edit at a time; only here it is seen how many they are.
    ADD CONSTRAINT model_versions_tags_limit CHECK (jsonb_array_length(jsonb_path_query_array(tags, '$.keyvalue()')) <= 1000);

-- Finds what was made from a version.
CREATE INDEX model_versions_by_source ON model_versions USING gin (derived_from jsonb_path_ops) WHERE derived_from <> '[]';

ALTER TABLE models ADD COLUMN archived_at timestamptz;

-- Names that models had before they were renamed or deleted, so that the same command sent again still finds its model.
CREATE TABLE former_names (
    name text NOT NULL,
    model_id uuid NOT NULL REFERENCES models (id),
    PRIMARY KEY (name, model_id)
);

-- When a model was last asked for by name, to the minute. Not made by events, and not made again from them.
CREATE TABLE model_reads (
    model_id uuid PRIMARY KEY,
    at timestamptz NOT NULL
) WITH (fillfactor = 50);
