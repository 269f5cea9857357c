-- A/B tests as their events have made them; what routing needs of the running one is in plain columns.

CREATE TABLE experiments (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    model_id uuid NOT NULL,
    status text NOT NULL,
    revision bigint NOT NULL,
    plan jsonb NOT NULL,
    seed text NOT NULL,
    as_of_from timestamptz,
    as_of_to timestamptz,
    variants text[] NOT NULL, -- by arm, the champion first
    versions int[] NOT NULL, -- by arm
    buckets bytea, -- the arm of each of the 10,000 buckets; null until it is started
    outcome text, -- of the verdict
    verdict jsonb,
    promotion text,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    updated_at timestamptz NOT NULL,
    CONSTRAINT experiments_name_key UNIQUE (name),
    -- One test at a time assigns the units of a model. Deferrable, because a rebuild replays one stream after the other.
    CONSTRAINT experiments_active_key EXCLUDE USING btree (model_id WITH =) WHERE (status IN ('Running', 'Paused')) DEFERRABLE
);

CREATE INDEX experiments_by_model ON experiments (model_id, created_at);
