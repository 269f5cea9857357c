import { path } from '../api/client';
import type { ExperimentSummary } from '../api/types';
import { usePages } from '../api/useCall';
import { experimentAddress, modelAddress } from '../parts/addresses';
import { OutcomeBadge, StatusBadge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { moment } from '../parts/format';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Link } from '../parts/router';
import { Table, type Column } from '../parts/Table';

const COLUMNS: Column<ExperimentSummary>[] = [
  { name: 'Test', wide: true, cell: (test) => <Link href={experimentAddress(test.name)}>{test.name}</Link> },
  { name: 'Model', cell: (test) => (test.model === undefined ? 'deleted' : <Link href={modelAddress(test.model)}>{test.model}</Link>) },
  { name: 'Status', cell: (test) => <StatusBadge status={test.status} /> },
  { name: 'Champion', number: true, cell: (test) => `v${test.versions[0]}` },
  { name: 'Challenger', number: true, cell: (test) => test.versions.slice(1).map((number) => `v${number}`).join(', ') },
  { name: 'Verdict', cell: (test) => (test.outcome === undefined ? 'none yet' : <OutcomeBadge outcome={test.outcome} />) },
  { name: 'Started', number: true, cell: (test) => moment(test.startedAt) },
  { name: 'Ended', number: true, cell: (test) => moment(test.endedAt) },
];

export function ExperimentsPage() {
  const tests = usePages<ExperimentSummary>('experiments', (pageToken) => path(['experiments'], { pageToken }));
  return (
    <Page title="A/B tests">
      <Card title="All A/B tests" note="By name. A challenger takes a share of the live traffic; what really happened decides.">
        <Loaded call={tests} what="the A/B tests">
          {(rows) => (
            <Table
              label="A/B tests"
              columns={COLUMNS}
              rows={rows}
              keyOf={(test) => test.id}
              more={tests.more}
              empty={
                <>
                  No A/B test was planned yet. One is planned with <code>POST /api/v1/experiments</code> and begins with <code>/start</code>.
                </>
              }
            />
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
