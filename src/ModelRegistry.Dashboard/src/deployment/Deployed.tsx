import { path } from '../api/client';
import type { ServingStatus } from '../api/types';
import { useCall } from '../api/useCall';
import { versionAddress } from '../parts/addresses';
import { Badge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { Facts } from '../parts/Facts';
import { milliseconds, moment, percent, whole } from '../parts/format';
import { Loaded } from '../parts/Loaded';
import { Link } from '../parts/router';
import { Table, type Column } from '../parts/Table';

const REFRESH = 3_000;

const ROLES: Column<[string, number]>[] = [
  { name: 'Role', cell: ([role]) => role.toLowerCase() },
  { name: 'Predictions logged', number: true, cell: ([, count]) => whole(count) },
];

export function Deployed({ model }: { model: string }) {
  const call = useCall<ServingStatus>(path(['models', model, 'status']), { every: REFRESH });
  return (
    <Card title={model} tools={call.value && <Standing status={call.value} />}>
      <Loaded call={call} what={`the status of ${model}`}>
        {(status) => <Figures status={status} />}
      </Loaded>
    </Card>
  );
}

function Standing({ status }: { status: ServingStatus }) {
  if (status.routingStaleSince !== undefined) return <Badge tone="bad">routing stale</Badge>;
  if (status.serving === undefined) return <Badge>not served</Badge>;
  return status.serving === status.production ? <Badge tone="good">serving</Badge> : <Badge tone="warn">routing is changing</Badge>;
}

function Figures({ status }: { status: ServingStatus }) {
  const link = (number: number | undefined) => (number === undefined ? 'none' : <Link href={versionAddress(status.model, number)}>v{number}</Link>);
  const { actuals, settled, outcomes } = status.outcomes;
  return (
    <>
      {status.routingStaleSince !== undefined && (
        <p className="notice bad" role="alert">
          <strong>Routing is stale since {moment(status.routingStaleSince)}.</strong> The database cannot be reached; predictions are served by the last
          routing that is known.
        </p>
      )}
      <div className="columns">
        <div className="stack">
          <Facts
            facts={[
              ['Serving', link(status.serving)],
              ['Production', link(status.production)],
              ['Shadows', status.shadows.length === 0 ? 'none' : status.shadows.map((number) => `v${number}`).join(', ')],
              ['A/B test', status.experiment === undefined ? 'none' : <Link href="/experiments">running</Link>],
            ]}
          />
          <Facts
            facts={[
              ['Requests', whole(status.requests)],
              ['Units scored', whole(status.units)],
              ['Refused', whole(status.refused)],
              ['Latency p50', milliseconds(status.p50Milliseconds)],
              ['Latency p99', milliseconds(status.p99Milliseconds)],
              ['Actuals', whole(actuals)],
              ['Actuals joined', actuals === 0 ? '–' : `${whole(settled)} (${percent(settled / actuals)})`],
              ['Outcomes', whole(outcomes)],
            ]}
          />
        </div>
        <Table
          label={`Predictions of ${status.model} by role`}
          columns={ROLES}
          rows={Object.entries(status.logged).sort(([, a], [, b]) => b - a)}
          keyOf={([role]) => role}
          empty="No prediction is logged yet."
        />
      </div>
    </>
  );
}
