-- The files of runs, as MLflow's clients put them through the server: folders and files by their path; the bytes are in the artifact store.

CREATE TABLE run_files (
    path text COLLATE "C" PRIMARY KEY, -- such as 1/01a2…/artifacts/model/MLmodel
    -- Where it is in; null at the top. Who puts a file locks its folder by this key, so none goes from under a file; a folder that goes takes along what is in it.
    folder text COLLATE "C" CONSTRAINT run_files_in_folder REFERENCES run_files ON DELETE CASCADE,
    digest text CONSTRAINT run_files_stored REFERENCES artifacts, -- null: a folder
    size bigint,
    CHECK ((digest IS NULL) = (size IS NULL))
);
CREATE INDEX run_files_folder ON run_files (folder, path);
CREATE INDEX run_files_digest ON run_files (digest) WHERE digest IS NOT NULL;

-- Puts a file in place of what was there. The folders are those that lead to it, from the top. A folder stays what it is while something is in it, so it is enough to look
-- at them once the file has locked its own. MR004: what the message names is in the way, a folder under the path itself or a file on the way to it.
CREATE FUNCTION put_run_file(file text, folders text[], content text, bytes bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    between text;
BEGIN
    INSERT INTO run_files (path, folder)
    SELECT name, lag(name) OVER (ORDER BY depth) FROM unnest(folders) WITH ORDINALITY AS named (name, depth)
    ON CONFLICT DO NOTHING;

    INSERT INTO run_files AS f (path, folder, digest, size) VALUES (file, folders[cardinality(folders)], content, bytes)
    ON CONFLICT (path) DO UPDATE SET digest = excluded.digest, size = excluded.size WHERE f.digest IS NOT NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'MR004', MESSAGE = file;
    END IF;

    SELECT path INTO between FROM run_files WHERE path = ANY (folders) AND digest IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'MR004', MESSAGE = between;
    END IF;
END $$;
