-- The drift reports: what was found at each scan, and what was done about it.

CREATE TABLE drift_reports (
    id uuid PRIMARY KEY,
    model_id uuid NOT NULL,
    version int NOT NULL,
    as_of timestamptz NOT NULL,
    at timestamptz NOT NULL,
    severity int NOT NULL, -- 0 not enough data, 1 none, 2 moderate, 3 severe
    drill boolean NOT NULL,
    action text NOT NULL,
    why text NOT NULL,
    report jsonb NOT NULL
);

CREATE INDEX drift_reports_latest ON drift_reports (model_id, as_of DESC, at DESC);
