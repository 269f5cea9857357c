-- Small artifacts are kept in their row, wherever the others are: a model has many small files, and a file waits for the disk twice.

ALTER TABLE artifacts ADD COLUMN bytes bytea CONSTRAINT artifacts_bytes_size CHECK (octet_length(bytes) = size); -- null: a file, or chunks
-- Compressing so little saves nothing; above 2 KB it lies beside the row, which is written again whenever the artifact is put again.
ALTER TABLE artifacts ALTER COLUMN bytes SET STORAGE EXTERNAL;
