import type { DriftReport } from '../api/types';
import { reportAddress } from '../parts/addresses';
import { Badge, DrillBadge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { asOf, decimal, whole } from '../parts/format';
import { Link } from '../parts/router';
import { Table, type Column } from '../parts/Table';

const columnsOf = (model: string): Column<DriftReport>[] => [
  {
    name: 'As of',
    cell: (report) => (
      <span className="badges">
        <Link href={reportAddress(model, report.id)}>{asOf(report.asOf)}</Link>
        {report.drill && <DrillBadge />}
      </span>
    ),
  },
  { name: 'Version', number: true, cell: (report) => `v${report.version}` },
  { name: 'Score', number: true, cell: (report) => decimal(report.driftScore, 2) },
  { name: 'In a row', number: true, cell: (report) => whole(report.severeInARow) },
  { name: 'Drifted features', cell: (report) => <Drifted features={report.driftedFeatures} /> },
  { name: 'Action', cell: (report) => <Badge tone={report.action === 'none' ? 'plain' : 'warn'}>{report.action}</Badge> },
  { name: 'Why', wide: true, cell: (report) => report.why },
];

const MOST = 4;

function Drifted({ features }: { features: string[] }) {
  return (
    <>
      {features.slice(0, MOST).map((feature) => (
        <div key={feature}>{feature}</div>
      ))}
      {features.length > MOST && <div className="hint">and {features.length - MOST} more</div>}
    </>
  );
}

export function SevereReports({ model, reports }: { model: string; reports: DriftReport[] }) {
  return (
    <Card title="Severe reports" note="The latest first, at most 100. Each names what was done about it and why.">
      <Table label="Severe reports" columns={columnsOf(model)} rows={reports} keyOf={(report) => report.id} empty="No scan was severe so far." />
    </Card>
  );
}
