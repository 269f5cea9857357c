import { path } from '../api/client';
import type { ModelView, VersionDocument } from '../api/types';
import { usePages } from '../api/useCall';
import { versionAddress } from '../parts/addresses';
import { Badge, DrillBadge, StageBadge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { metric, moment } from '../parts/format';
import { Loaded } from '../parts/Loaded';
import { Link } from '../parts/router';
import { Table, type Column } from '../parts/Table';

/** Metrics that say most about a ranking model come first; the version's own page has all. */
const FIRST = ['rank_ic', 'rank_ic_se', 'icir', 'sharpe_net', 'max_drawdown', 'hit_rate'];
const MOST = 6;

export function Versions({ model }: { model: ModelView }) {
  const versions = usePages<VersionDocument>('versions', (pageToken) => path(['models', model.name, 'versions'], { pageToken }), model.revision);
  return (
    <Card title="Versions" note="Metrics are walk-forward or hold-out, never in-sample.">
      <Loaded call={versions} what="the versions">
        {(rows) => (
          <Table
            label="Versions"
            columns={columnsOf(model, rows)}
            rows={[...rows].reverse()}
            keyOf={(version) => version.number}
            more={versions.more}
            empty={
              <>
                No version is registered yet: <code>POST /api/v1/models/{model.name}/versions</code>.
              </>
            }
          />
        )}
      </Loaded>
    </Card>
  );
}

function columnsOf(model: ModelView, rows: VersionDocument[]): Column<VersionDocument>[] {
  const measured = new Set(rows.flatMap((version) => Object.keys(version.metrics)));
  const names = [...FIRST.filter((name) => measured.has(name)), ...[...measured].filter((name) => !FIRST.includes(name)).sort()].slice(0, MOST);
  return [
    { name: 'Version', number: true, cell: (version) => <Link href={versionAddress(model.name, version.number)}>v{version.number}</Link> },
    { name: 'Semantic', number: true, cell: (version) => version.version },
    {
      name: 'Stage',
      cell: (version) => (
        <span className="badges">
          <StageBadge stage={version.stage} />
          {model.shadows.includes(version.number) && <Badge>shadow</Badge>}
          {version.tags['drill']?.toLowerCase() === 'true' && <DrillBadge />}
        </span>
      ),
    },
    ...names.map((name): Column<VersionDocument> => ({
      name,
      number: true,
      cell: (version) => (version.metrics[name] === undefined ? '–' : metric(version.metrics[name])),
    })),
    { name: 'What', wide: true, cell: (version) => version.description },
    {
      name: 'Created',
      number: true,
      cell: (version) => (
        <>
          {moment(version.createdAt)}
          <div className="hint">by {version.createdBy}</div>
        </>
      ),
    },
  ];
}
