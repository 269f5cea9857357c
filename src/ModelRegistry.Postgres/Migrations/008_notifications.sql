-- What is still to be told: one row per event and webhook, written with the event, deleted when the webhook has taken it.

CREATE TABLE notifications (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook text NOT NULL, -- its name in the configuration
    stream_kind text NOT NULL,
    stream_id uuid NOT NULL,
    version bigint NOT NULL,
    attempts int NOT NULL DEFAULT 0, -- counted when one begins: it also tells one sender from the next
    due_at timestamptz NOT NULL DEFAULT now(),
    dead boolean NOT NULL DEFAULT false, -- given up; the later ones of its stream go on
    error text, -- of the last attempt
    UNIQUE (webhook, stream_kind, stream_id, version),
    FOREIGN KEY (stream_kind, stream_id, version) REFERENCES events (stream_kind, stream_id, version)
);

CREATE INDEX notifications_due ON notifications (due_at) WHERE NOT dead;
