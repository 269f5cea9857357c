-- States of long event streams, so that a grain reads the latest events only. Deleting all of them loses nothing.

CREATE TABLE stream_snapshots (
    stream_kind text NOT NULL,
    stream_id uuid NOT NULL,
    version bigint NOT NULL, -- of the stream when it was in this state
    head bytea NOT NULL, -- the hash of the event of that version
    format text NOT NULL, -- of the release that wrote it; no other reads it
    state bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream_kind, stream_id)
);

-- Digests do not shrink, and unpacking would be most of the time that reading takes.
ALTER TABLE stream_snapshots ALTER COLUMN state SET STORAGE EXTERNAL;

-- Which version of a model is served is found without a look at all its versions. Nothing asks for the versions of a stage.
CREATE INDEX model_versions_in_production ON model_versions (model_id, number) WHERE stage = 'Production';
DROP INDEX model_versions_by_stage;
