import { path } from '../api/client';
import type { ModelSummary } from '../api/types';
import { usePages } from '../api/useCall';
import { monitoringAddress } from '../parts/addresses';
import { Badge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Link } from '../parts/router';
import { Table, type Column } from '../parts/Table';
import { MonitoringPage } from './MonitoringPage';

const COLUMNS: Column<ModelSummary>[] = [
  { name: 'Model', wide: true, cell: (model) => <Link href={monitoringAddress(model.name)}>{model.name}</Link> },
  { name: 'Production', number: true, cell: (model) => (model.production === undefined ? 'none' : `v${model.production}`) },
  {
    name: 'Promotions',
    wide: true,
    cell: (model) =>
      model.frozen ? (
        <>
          <Badge tone="bad">frozen</Badge> {model.frozen.reason}
        </>
      ) : (
        <Badge tone="good">open</Badge>
      ),
  },
];

/** The choice of a model; where there is only one, its page. */
export function WatchedModels() {
  const models = usePages<ModelSummary>('models', (pageToken) => path(['models'], { pageToken }));
  const only = models.value?.length === 1 ? models.value[0] : undefined;
  if (only) return <MonitoringPage model={only.name} />;
  return (
    <Page title="Monitoring">
      <Card title="Choose a model">
        <Loaded call={models} what="the models">
          {(rows) => (
            <Table
              label="Models"
              columns={COLUMNS}
              rows={rows}
              keyOf={(model) => model.id}
              more={models.more}
              empty="There is no model yet, so there is nothing to watch. Drift is measured once a version in production gets predictions."
            />
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
