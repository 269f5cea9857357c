-- What the artifact store holds, and who may come in.

CREATE TABLE artifacts (
    digest text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    size bigint NOT NULL CHECK (size >= 0),
    created_at timestamptz NOT NULL
);

CREATE TABLE access_tokens (
    id uuid PRIMARY KEY,
    principal text NOT NULL,
    role text NOT NULL,
    token_hash bytea NOT NULL, -- SHA-256 of the token; the token itself is nowhere
    scope_prefix text, -- of the names of models it may touch; null: all
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT access_tokens_hash_key UNIQUE (token_hash)
);
