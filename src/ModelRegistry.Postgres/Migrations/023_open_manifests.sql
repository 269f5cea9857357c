-- Versions that were deleted stay, so that numbers are not given again and lineage is whole.
ALTER TABLE model_versions ADD COLUMN deleted_at timestamptz;

-- Versions that take over what their run logs until it ends. Made from the events.
CREATE TABLE open_manifests (
    model_id uuid NOT NULL,
    number int NOT NULL,
    run_id uuid NOT NULL,
    PRIMARY KEY (model_id, number)
);
CREATE INDEX open_manifests_by_run ON open_manifests (run_id);

-- What the run of an open version had logged when it ended, written by the statement that ends it, until the version has taken it over: whatever becomes of the run
-- in between, it takes this.
CREATE TABLE ended_manifests (
    model_id uuid NOT NULL,
    number int NOT NULL,
    params jsonb NOT NULL,
    tags jsonb NOT NULL,
    metric_keys text[] NOT NULL,
    metric_values float8[] NOT NULL,
    metric_timestamps bigint[] NOT NULL,
    metric_steps bigint[] NOT NULL,
    models jsonb NOT NULL,
    PRIMARY KEY (model_id, number)
);

-- The signatures of the models that a run logged: artifact path → {id, signature}.
CREATE TABLE run_models (
    run_id uuid PRIMARY KEY,
    models jsonb NOT NULL
);
