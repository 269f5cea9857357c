-- The prediction log: who writes, what was predicted, what really happened, and what the two make together.

-- One row per process incarnation. Every flush moves last_seq from the expected value in the same transaction as its rows. So a writer's
-- rows are committed in the order of their numbers: whoever sees row n sees every row before it, and a cursor {writer -> seq} misses none.
CREATE TABLE log_writers (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    host        text        NOT NULL,
    process_id  integer     NOT NULL,
    last_seq    bigint      NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
    closed      boolean     NOT NULL DEFAULT false,
    started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed_at   timestamptz,
    closed_why  text
) WITH (fillfactor = 50);

-- Partitioned by the day inside the prediction id (UUIDv7: its first 48 bits are milliseconds since 1970). No default partition.
CREATE TABLE predictions (
    prediction_id uuid        NOT NULL,
    model_id      uuid        NOT NULL,
    version       integer     NOT NULL,
    role          smallint    NOT NULL,
    experiment_id uuid,
    variant       text,
    entity        text        NOT NULL,
    as_of         timestamptz NOT NULL,
    unit          text        NOT NULL,
    score         float8      NOT NULL,
    features      real[]      NOT NULL,
    writer        bigint      NOT NULL,
    seq           bigint      NOT NULL,
    arrived_at    timestamptz NOT NULL,
    PRIMARY KEY (prediction_id)
) PARTITION BY RANGE (prediction_id);

CREATE INDEX predictions_in_log_order ON predictions (model_id, writer, seq);
-- Serves the join by (model, entity, as-of) and the reading of as-of ranges alike.
CREATE INDEX predictions_by_as_of ON predictions (model_id, as_of, entity);

-- Rows that PostgreSQL refused, one by one, when the batch they were in was taken apart.
CREATE TABLE prediction_rejects (
    id            uuid        PRIMARY KEY,
    writer        bigint      NOT NULL,
    model_id      uuid        NOT NULL,
    prediction_id uuid        NOT NULL,
    sql_state     text        NOT NULL,
    reason        text        NOT NULL,
    payload       text        NOT NULL,
    rejected_at   timestamptz NOT NULL
);

CREATE INDEX prediction_rejects_by_model ON prediction_rejects (model_id, rejected_at);

-- The counter of a model's actuals. Its row lock is held to the commit, so actuals too are committed in the order of their numbers.
CREATE TABLE actual_logs (
    model_id uuid   PRIMARY KEY,
    last_seq bigint NOT NULL DEFAULT 0 CHECK (last_seq >= 0)
) WITH (fillfactor = 50);

-- An actual is named by its prediction, or by what and when it is about; the first value under a name stays.
CREATE TABLE actuals (
    model_id      uuid        NOT NULL,
    seq           bigint      NOT NULL,
    prediction_id uuid,
    entity        text,
    as_of         timestamptz,
    value         float8      NOT NULL,
    arrived_at    timestamptz NOT NULL,
    PRIMARY KEY (model_id, seq),
    CONSTRAINT actuals_one_name CHECK ((prediction_id IS NULL) = (entity IS NOT NULL) AND (entity IS NULL) = (as_of IS NULL))
);

CREATE UNIQUE INDEX actuals_by_prediction ON actuals (model_id, prediction_id) WHERE prediction_id IS NOT NULL;
CREATE UNIQUE INDEX actuals_by_as_of ON actuals (model_id, as_of, entity) WHERE prediction_id IS NULL;

-- Outcomes repeat what readers need of the prediction, so that they outlive its partition. Partitioned as predictions are.
CREATE TABLE outcomes (
    prediction_id uuid        NOT NULL,
    metric        text        NOT NULL,
    model_id      uuid        NOT NULL,
    seq           bigint      NOT NULL,
    actual_seq    bigint      NOT NULL,
    version       integer     NOT NULL,
    role          smallint    NOT NULL,
    experiment_id uuid,
    variant       text,
    entity        text        NOT NULL,
    as_of         timestamptz NOT NULL,
    unit          text        NOT NULL,
    score         float8      NOT NULL,
    value         float8      NOT NULL,
    joined_at     timestamptz NOT NULL,
    PRIMARY KEY (prediction_id, metric)
) PARTITION BY RANGE (prediction_id);

CREATE INDEX outcomes_in_order ON outcomes (model_id, seq);
CREATE INDEX outcomes_by_as_of ON outcomes (model_id, version, as_of);

-- One row per model; a join locks it first and moves it last.
CREATE TABLE join_cursors (
    model_id    uuid   PRIMARY KEY,
    actual_seq  bigint NOT NULL DEFAULT 0,
    outcome_seq bigint NOT NULL DEFAULT 0,
    passes      bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- How far each reader has read: of predictions by writer, of outcomes with writer 0. No partition is dropped before all have passed it.
CREATE TABLE log_cursors (
    log      text   NOT NULL CHECK (log IN ('predictions', 'outcomes')),
    reader   text   NOT NULL,
    model_id uuid   NOT NULL,
    writer   bigint NOT NULL,
    seq      bigint NOT NULL,
    PRIMARY KEY (model_id, log, reader, writer)
) WITH (fillfactor = 50);

-- The lowest UUIDv7 of a day (UTC).
CREATE FUNCTION log_day_floor(day date) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (lpad(to_hex((extract(epoch FROM day::timestamp) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes the missing partitions of both logs for the days given, and answers how many it made. A partition is built beside its parent and
-- then attached: that takes a weaker lock than CREATE TABLE ... PARTITION OF, so nobody's reading or writing waits. The advisory lock
-- keeps two hosts from making the same day at once.
CREATE FUNCTION make_log_partitions(first_day date, last_day date) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    day    date;
    child  text;
    made   integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('make_log_partitions', 0));
    FOREACH parent IN ARRAY ARRAY['predictions', 'outcomes'] LOOP
        FOR day IN SELECT g::date FROM generate_series(first_day::timestamp, last_day::timestamp, interval '1 day') AS g LOOP
            child := parent || '_' || to_char(day, 'YYYYMMDD');
            IF to_regclass(quote_ident(child)) IS NULL THEN
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', child, parent);
                EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                               parent, child, log_day_floor(day), log_day_floor(day + 1));
                made := made + 1;
            END IF;
        END LOOP;
    END LOOP;
    RETURN made;
END
$$;

-- Drops one day of one log, or says who still needs it. It looks twice: once without a lock, because that is the long part, and once more when
-- nobody can write. The parent is locked before its partition, as writers do.
CREATE FUNCTION drop_log_partition(parent text, day date) RETURNS text
LANGUAGE plpgsql SET lock_timeout = '10s' AS $$
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
            FROM (SELECT p.model_id, p.writer, max(p.seq) AS top FROM predictions p
                  WHERE p.prediction_id >= log_day_floor(day) AND p.prediction_id < log_day_floor(day + 1) GROUP BY 1, 2) d
            CROSS JOIN LATERAL (SELECT 'joiner' AS reader UNION
                                SELECT l.reader FROM log_cursors l WHERE l.model_id = d.model_id AND l.log = 'predictions') r
            LEFT JOIN log_cursors c ON c.model_id = d.model_id AND c.log = 'predictions' AND c.reader = r.reader AND c.writer = d.writer
            WHERE coalesce(c.seq, 0) < d.top ORDER BY d.model_id, r.reader, d.writer LIMIT 1;
        ELSE
            SELECT r.reader, d.model_id, r.writer, r.seq, d.top INTO laggard
            FROM (SELECT o.model_id, max(o.seq) AS top FROM outcomes o
                  WHERE o.prediction_id >= log_day_floor(day) AND o.prediction_id < log_day_floor(day + 1) GROUP BY 1) d
            JOIN log_cursors r ON r.model_id = d.model_id AND r.log = 'outcomes'
            WHERE r.seq < d.top ORDER BY d.model_id, r.reader LIMIT 1;
        END IF;
        IF FOUND THEN
            RETURN format('reader %s of model %s has read %s up to %s of %s', laggard.reader, laggard.model_id,
                          CASE laggard.writer WHEN 0 THEN 'outcomes' ELSE 'writer ' || laggard.writer END, laggard.seq, laggard.top);
        END IF;
        IF look = 1 THEN
            EXECUTE format('LOCK TABLE ONLY %I IN ACCESS EXCLUSIVE MODE', parent);
        END IF;
    END LOOP;
    EXECUTE format('DROP TABLE %I', child);
    RETURN NULL;
END
$$;
