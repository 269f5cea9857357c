import { path } from '../api/client';
import type { ModelSummary } from '../api/types';
import { usePages } from '../api/useCall';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Deployed } from './Deployed';

/** Every model on the page asks for its own status, again and again. */
const PAGE = 20;

export function DeploymentPage() {
  const models = usePages<ModelSummary>('models', (pageToken) => path(['models'], { pageSize: PAGE, pageToken }));
  return (
    <Page title="Deployment">
      <p className="hint">What the host that answers you serves now. Requests and latencies are counted since it started; the log is of all hosts.</p>
      <Loaded call={models} what="the models">
        {(rows) => (
          <>
            {rows.length === 0 && <p className="empty">There is no model yet, so nothing is served.</p>}
            {rows.map((model) => (
              <Deployed key={model.id} model={model.name} />
            ))}
            {models.more && (
              <button type="button" className="quiet" onClick={models.more}>
                Show more
              </button>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
