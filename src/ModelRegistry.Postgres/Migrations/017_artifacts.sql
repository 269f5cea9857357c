-- Artifacts in the database as well as in files, trees of files, and what keeps an artifact from being collected.

ALTER TABLE artifacts
    ADD COLUMN touched_at timestamptz, -- when it was put last; the grace period of collection runs from here
    ADD COLUMN content uuid; -- its chunks; null: it is a file
UPDATE artifacts SET touched_at = created_at;
ALTER TABLE artifacts ALTER COLUMN touched_at SET NOT NULL;
CREATE INDEX artifacts_touched ON artifacts (touched_at);

CREATE TABLE artifact_uploads (
    content uuid PRIMARY KEY, -- chunks that are still being received
    touched_at timestamptz NOT NULL
);

CREATE TABLE artifact_chunks (
    content uuid NOT NULL,
    number integer NOT NULL CHECK (number >= 0),
    bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 1048576),
    PRIMARY KEY (content, number)
);
-- Models are compressed already, or compress badly.
ALTER TABLE artifact_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE artifact_trees (
    tree text NOT NULL REFERENCES artifacts ON DELETE CASCADE,
    path text COLLATE "C" NOT NULL,
    digest text NOT NULL REFERENCES artifacts,
    size bigint NOT NULL,
    PRIMARY KEY (tree, path)
);
CREATE INDEX artifact_trees_digest ON artifact_trees (digest);

CREATE TABLE artifact_pins (
    holder text PRIMARY KEY, -- such as monitor/0197…
    digest text NOT NULL REFERENCES artifacts
);
CREATE INDEX artifact_pins_digest ON artifact_pins (digest);

-- What versions need. The key to artifacts locks an artifact's row while a version that names it is registered. A table of its own: an index of
-- model_versions would be written again at every change of a stage.
CREATE TABLE version_artifacts (
    digest text NOT NULL CONSTRAINT version_artifacts_stored REFERENCES artifacts,
    model_id uuid NOT NULL,
    number integer NOT NULL,
    PRIMARY KEY (digest, model_id, number)
);

-- A host killed between the file and its row left the row out. The size of a profile is not known here.
INSERT INTO artifacts (digest, size, created_at, touched_at)
SELECT digest, max(size), now(), now() FROM (
    SELECT artifact_digest, artifact_size FROM model_versions UNION ALL
    SELECT reference_profile_digest, 0 FROM model_versions WHERE reference_profile_digest IS NOT NULL) AS named (digest, size)
GROUP BY digest
ON CONFLICT DO NOTHING;

INSERT INTO version_artifacts (digest, model_id, number)
SELECT artifact_digest, model_id, number FROM model_versions UNION
SELECT reference_profile_digest, model_id, number FROM model_versions WHERE reference_profile_digest IS NOT NULL;

-- Makes received chunks the content of an artifact whose row is locked. The same chunks that are there already stay, damaged ones are replaced.
CREATE FUNCTION publish_artifact(artifact text, received uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kept uuid := (SELECT content FROM artifacts WHERE digest = artifact);
    same boolean := kept IS NOT NULL AND NOT EXISTS (
        SELECT FROM (SELECT number, bytes FROM artifact_chunks WHERE content = kept) AS old
        FULL JOIN (SELECT number, bytes FROM artifact_chunks WHERE content = received) AS new USING (number)
        WHERE old.bytes IS DISTINCT FROM new.bytes);
BEGIN
    DELETE FROM artifact_uploads WHERE content = received;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the upload stood still for so long that it was given up' USING ERRCODE = 'MR003';
    END IF;
    IF same THEN
        DELETE FROM artifact_chunks WHERE content = received;
    ELSE
        UPDATE artifacts SET content = received WHERE digest = artifact;
        DELETE FROM artifact_chunks WHERE content = kept;
    END IF;
END $$;
