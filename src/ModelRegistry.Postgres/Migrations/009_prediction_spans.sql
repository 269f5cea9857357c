-- Where a model's rows stand in the log. A flush writes one span for up to 1,000 rows of a model and day instead of an index entry for each row:
-- that entry was a fifth of what a row costs. And a reader that looks for news looks here, not into the partition of every day that is kept.
-- Rows of a span have consecutive numbers: ids[k] is the row first_seq + k - 1. It commits with its rows, and goes with their partition.
CREATE TABLE prediction_spans (
    model_id  uuid   NOT NULL,
    writer    bigint NOT NULL,
    first_seq bigint NOT NULL,
    last_seq  bigint NOT NULL,
    day       date   NOT NULL,
    ids       uuid[] NOT NULL,
    PRIMARY KEY (model_id, writer, last_seq),
    CONSTRAINT prediction_spans_rows CHECK (cardinality(ids) = last_seq - first_seq + 1 AND cardinality(ids) BETWEEN 1 AND 1000)
);

-- Random bits do not compress.
ALTER TABLE prediction_spans ALTER COLUMN ids SET STORAGE EXTERNAL;

CREATE INDEX prediction_spans_by_day ON prediction_spans USING brin (day);

-- Rows that are there already: runs of consecutive numbers, cut at 1,000.
INSERT INTO prediction_spans (model_id, writer, first_seq, last_seq, day, ids)
SELECT model_id, writer, min(seq), max(seq), day, array_agg(prediction_id ORDER BY seq)
FROM (
    SELECT *, (row_number() OVER (PARTITION BY model_id, writer, day, run ORDER BY seq) - 1) / 1000 AS piece
    FROM (
        SELECT model_id, writer, seq, prediction_id, to_date(right(tableoid::regclass::text, 8), 'YYYYMMDD') AS day,
               seq - row_number() OVER (PARTITION BY model_id, writer, tableoid ORDER BY seq) AS run
        FROM predictions
    ) runs
) pieces
GROUP BY model_id, writer, day, run, piece;

DROP INDEX predictions_in_log_order;

-- The next rows of a model by one writer after a number, at most so many: the number of the last of them, and how many they are; nulls when there are none.
CREATE FUNCTION predictions_after(of_model uuid, of_writer bigint, after bigint, most bigint) RETURNS TABLE (top bigint, found bigint)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT max(last_seq - greatest(total - most, 0)), max(least(total, most))
    FROM (
        SELECT last_seq, size, (sum(size) OVER (ORDER BY last_seq))::bigint AS total
        FROM (
            SELECT s.last_seq, s.last_seq - greatest(s.first_seq - 1, after) AS size
            FROM prediction_spans s WHERE s.model_id = of_model AND s.writer = of_writer AND s.last_seq > after ORDER BY s.last_seq LIMIT most
        ) next_spans
    ) counted
    WHERE total - size < most
$$;

-- The rows of a model by one writer with numbers in (low, top], in no order. A span is at most 1,000 rows long, which bounds the search. OFFSET 0 holds the
-- planner to the spans first, and then to one look-up per row, in the partition of its id: partitions are new every day and without statistics.
CREATE FUNCTION predictions_between(of_model uuid, of_writer bigint, low bigint, top bigint) RETURNS SETOF predictions
LANGUAGE sql STABLE AS $$
    SELECT p.*
    FROM (
        SELECT first_seq, ids FROM prediction_spans
        WHERE model_id = of_model AND writer = of_writer AND last_seq > low AND last_seq < top + 1000 AND first_seq <= top OFFSET 0
    ) s
    CROSS JOIN LATERAL unnest(s.ids[low - s.first_seq + 2 : top - s.first_seq + 1]) AS i(id)
    CROSS JOIN LATERAL (SELECT * FROM predictions q WHERE q.prediction_id = i.id OFFSET 0) p
$$;
