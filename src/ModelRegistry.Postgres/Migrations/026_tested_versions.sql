-- The start of an A/B test and the deletion of a version that is in it may be decided at the same time, each while the other cannot be seen yet. Whichever is written
-- later is refused: both hold the row of their model, as all do that change routing, and look only then. Streams that are replayed one after the other, while names
-- are written later, say what has happened and are not refused.
CREATE FUNCTION refuse_deleted_variants() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM models WHERE id = NEW.model_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM model_versions WHERE model_id = NEW.model_id AND number = ANY (NEW.versions) AND deleted_at IS NOT NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'experiments_versions_exist', MESSAGE = 'a version of the A/B test was deleted';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER experiments_versions_exist AFTER UPDATE OF status ON experiments FOR EACH ROW
    WHEN (OLD.status = 'Draft' AND NEW.status = 'Running' AND current_setting('modelreg.names_later', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION refuse_deleted_variants();

CREATE FUNCTION refuse_deletion_in_test() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM models WHERE id = NEW.model_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM experiments WHERE model_id = NEW.model_id AND NEW.number = ANY (versions) AND status IN ('Running', 'Paused')) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'model_versions_untested', MESSAGE = 'an A/B test with the version is not over';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER model_versions_untested AFTER UPDATE OF deleted_at ON model_versions FOR EACH ROW
    WHEN (NEW.deleted_at IS NOT NULL AND current_setting('modelreg.names_later', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION refuse_deletion_in_test();
