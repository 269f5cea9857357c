-- A constraint that is checked later lets two creations of one name wait for each other: one was ended as a deadlock, after a second, where it should have been
-- told that the name is taken. So names are checked at once again, and who replays streams one after the other writes the names last instead.
ALTER TABLE models DROP CONSTRAINT models_name_key;
ALTER TABLE models ALTER COLUMN live_name DROP EXPRESSION;
CREATE UNIQUE INDEX models_name_key ON models (live_name);

CREATE FUNCTION hold_live_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.live_name := CASE WHEN NEW.deleted_at IS NULL AND current_setting('modelreg.names_later', true) IS DISTINCT FROM 'on' THEN NEW.name END;
    RETURN NEW;
END $$;
CREATE TRIGGER models_live_name BEFORE INSERT OR UPDATE OF name, deleted_at ON models FOR EACH ROW EXECUTE FUNCTION hold_live_name();
