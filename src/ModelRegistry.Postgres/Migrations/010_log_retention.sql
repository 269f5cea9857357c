-- Retention, now that hosts run it by themselves.

-- Actuals, rejected rows and spans are old in the order in which they were written.
CREATE INDEX actuals_by_arrival ON actuals USING brin (arrived_at);

-- Drops one day of one log, or says who still needs it. It looks twice: once without a lock, because that is the long part, and once more when
-- nobody can write. The parent is locked before its partition, as writers do; whoever reads for long makes it give up, not the others wait.
-- Readers of a model that was deleted do not read on: only the joiner, which does, is waited for.
CREATE OR REPLACE FUNCTION drop_log_partition(parent text, day date) RETURNS text
LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
DECLARE
    child   text := parent || '_' || to_char(day, 'YYYYMMDD');
    laggard record;
BEGIN
    IF parent = 'outcomes' AND to_regclass('predictions_' || to_char(day, 'YYYYMMDD')) IS NOT NULL THEN
        RETURN 'the predictions of the day are still there';
    END IF;
    FOR look IN 1..2 LOOP
        IF parent = 'predictions' THEN
            SELECT r.reader, d.model_id, d.writer, coalesce(c.seq, 0) AS seq, d.top INTO laggard
            FROM (SELECT s.model_id, s.writer, max(s.last_seq) AS top FROM prediction_spans s
                  WHERE s.day = drop_log_partition.day GROUP BY 1, 2) d
            CROSS JOIN LATERAL (SELECT 'joiner' AS reader UNION
                                SELECT l.reader FROM log_cursors l WHERE l.model_id = d.model_id AND l.log = 'predictions'
                                AND NOT EXISTS (SELECT FROM models m WHERE m.id = d.model_id AND m.deleted_at IS NOT NULL)) r
            LEFT JOIN log_cursors c ON c.model_id = d.model_id AND c.log = 'predictions' AND c.reader = r.reader AND c.writer = d.writer
            WHERE coalesce(c.seq, 0) < d.top ORDER BY d.model_id, r.reader, d.writer LIMIT 1;
        ELSE
            SELECT r.reader, d.model_id, r.writer, r.seq, d.top INTO laggard
            FROM (SELECT o.model_id, max(o.seq) AS top FROM outcomes o
                  WHERE o.prediction_id >= log_day_floor(day) AND o.prediction_id < log_day_floor(day + 1) GROUP BY 1) d
            JOIN log_cursors r ON r.model_id = d.model_id AND r.log = 'outcomes'
            WHERE r.seq < d.top AND NOT EXISTS (SELECT FROM models m WHERE m.id = d.model_id AND m.deleted_at IS NOT NULL)
            ORDER BY d.model_id, r.reader LIMIT 1;
        END IF;
        IF FOUND THEN
            RETURN format('reader %s of model %s has read %s up to %s of %s', laggard.reader, laggard.model_id,
                          CASE laggard.writer WHEN 0 THEN 'outcomes' ELSE 'writer ' || laggard.writer END, laggard.seq, laggard.top);
        END IF;
        IF look = 1 THEN
            EXECUTE format('LOCK TABLE ONLY %I IN ACCESS EXCLUSIVE MODE', parent);
        END IF;
    END LOOP;
    EXECUTE format('DROP TABLE IF EXISTS %I', child);
    IF parent = 'predictions' THEN
        DELETE FROM prediction_spans s WHERE s.day = drop_log_partition.day;
    END IF;
    RETURN NULL;
END
$$;

-- Removes at most so many actuals that arrived before a time and that the joiner has passed, and answers how many it removed. What they settled
-- stands in the outcomes; one that never matched is given up.
CREATE FUNCTION drop_old_actuals(before timestamptz, most bigint) RETURNS bigint
LANGUAGE sql AS $$
    WITH old AS MATERIALIZED (
        SELECT a.model_id, a.seq FROM actuals a JOIN join_cursors c ON c.model_id = a.model_id
        WHERE a.arrived_at < before AND a.seq <= c.actual_seq LIMIT most
    ), gone AS (
        DELETE FROM actuals a USING old WHERE a.model_id = old.model_id AND a.seq = old.seq RETURNING 1
    )
    SELECT count(*) FROM gone
$$;

-- Forgets rejected rows, and writers that are closed and have no rows left, with the cursors into them. A writer that wakes up after that finds
-- its row gone and is as fenced as before: ids are never given twice.
CREATE FUNCTION forget_old_log(before timestamptz) RETURNS void
LANGUAGE sql AS $$
    DELETE FROM prediction_rejects WHERE rejected_at < before;
    DELETE FROM log_writers w WHERE w.closed AND w.closed_at < before AND NOT EXISTS (SELECT FROM prediction_spans s WHERE s.writer = w.id);
    DELETE FROM log_cursors c WHERE c.log = 'predictions' AND c.writer <> 0 AND NOT EXISTS (SELECT FROM log_writers w WHERE w.id = c.writer);
$$;
