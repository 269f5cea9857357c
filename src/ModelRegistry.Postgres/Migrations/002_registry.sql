-- The registry as the events have made it: models, their versions, aliases and approvals. All of it can be rebuilt from the events.

-- Numbers the changes of routing over all models.
CREATE SEQUENCE routing_revisions;

CREATE TABLE models (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    lifecycle text NOT NULL,
    description text,
    tags jsonb NOT NULL,
    production int,
    shadows int[] NOT NULL DEFAULT '{}',
    frozen jsonb,
    revision bigint NOT NULL,
    -- Compared per model, never across models: numbers may be committed in another order than they were given.
    routing_revision bigint NOT NULL DEFAULT nextval('routing_revisions'),
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    updated_at timestamptz NOT NULL,
    deleted_at timestamptz
);

-- A deleted model frees its name.
CREATE UNIQUE INDEX models_name_key ON models (name) WHERE deleted_at IS NULL;

CREATE TABLE model_versions (
    model_id uuid NOT NULL REFERENCES models (id),
    number int NOT NULL,
    semantic_version text NOT NULL,
    bump_reason text NOT NULL,
    stage text NOT NULL,
    governed boolean NOT NULL,
    flavor text NOT NULL,
    artifact_digest text NOT NULL,
    artifact_size bigint NOT NULL,
    reference_profile_digest text,
    run_id uuid,
    parent int,
    algorithm text,
    type text,
    description text,
    params jsonb NOT NULL,
    metrics jsonb NOT NULL,
    tags jsonb NOT NULL,
    signature jsonb NOT NULL,
    manifest jsonb NOT NULL,
    manifest_digest text NOT NULL,
    inputs text[] NOT NULL,
    feature_graph_hash text,
    drill boolean NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (model_id, number),
    CONSTRAINT model_versions_semantic_version_key UNIQUE (model_id, semantic_version)
);

-- A governed model has at most one version in production.
CREATE UNIQUE INDEX model_versions_production_key ON model_versions (model_id) WHERE stage = 'Production' AND governed;
CREATE INDEX model_versions_by_stage ON model_versions (stage);

CREATE TABLE model_aliases (
    model_id uuid NOT NULL,
    alias text NOT NULL,
    number int NOT NULL,
    PRIMARY KEY (model_id, alias),
    FOREIGN KEY (model_id, number) REFERENCES model_versions (model_id, number)
);

CREATE TABLE version_approvals (
    model_id uuid NOT NULL,
    number int NOT NULL,
    principal text NOT NULL,
    role text NOT NULL,
    comment text,
    at timestamptz NOT NULL,
    PRIMARY KEY (model_id, number, principal),
    FOREIGN KEY (model_id, number) REFERENCES model_versions (model_id, number)
);

-- Says that the routing of a model has changed. Called in the transaction that changes it.
CREATE FUNCTION touch_routing(p_model uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE models SET routing_revision = nextval('routing_revisions') WHERE id = p_model;
$$;
