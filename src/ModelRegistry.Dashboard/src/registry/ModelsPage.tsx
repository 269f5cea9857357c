import { path } from '../api/client';
import type { ModelSummary } from '../api/types';
import { usePages } from '../api/useCall';
import { modelAddress, versionAddress } from '../parts/addresses';
import { Badge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { moment, whole } from '../parts/format';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Link } from '../parts/router';
import { Table, type Column } from '../parts/Table';

const COLUMNS: Column<ModelSummary>[] = [
  {
    name: 'Model',
    wide: true,
    cell: (model) => (
      <>
        <Link href={modelAddress(model.name)}>{model.name}</Link>
        {model.description && <div className="hint">{model.description}</div>}
      </>
    ),
  },
  {
    name: 'Production',
    number: true,
    cell: (model) => (model.production === undefined ? 'none' : <Link href={versionAddress(model.name, model.production)}>v{model.production}</Link>),
  },
  { name: 'Shadows', cell: (model) => model.shadows.map((number) => `v${number}`).join(', ') || 'none' },
  { name: 'Versions', number: true, cell: (model) => whole(model.versions) },
  {
    name: 'Promotions',
    cell: (model) => (model.frozen ? <Badge tone="bad" title={model.frozen.reason}>frozen</Badge> : <Badge tone="good">open</Badge>),
  },
  { name: 'Lifecycle', cell: (model) => model.lifecycle.toLowerCase() },
  { name: 'Changed', number: true, cell: (model) => moment(model.updatedAt) },
];

export function ModelsPage() {
  const models = usePages<ModelSummary>('models', (pageToken) => path(['models'], { pageToken }));
  return (
    <Page title="Models">
      <Card title="All models" note="By name. A model's page has its versions, where they come from, and everything that was done.">
        <Loaded call={models} what="the models">
          {(rows) => (
            <Table
              label="Models"
              columns={COLUMNS}
              rows={rows}
              keyOf={(model) => model.id}
              more={models.more}
              empty={
                <>
                  There is no model yet, or none that this token may see. One is made with <code>POST /api/v1/models</code>; <code>./run.sh demo</code>{' '}
                  tells a whole story.
                </>
              }
            />
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
