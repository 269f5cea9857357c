import { path } from '../api/client';
import type { DriftReport, FeatureDrift } from '../api/types';
import { useCall } from '../api/useCall';
import { monitoringAddress, versionAddress } from '../parts/addresses';
import { DrillBadge, SeverityBadge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { Facts } from '../parts/Facts';
import { asOf, decimal, moment, percent, signed, toNumber, whole, words } from '../parts/format';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Link } from '../parts/router';
import { Table, type Column } from '../parts/Table';

const COLUMNS: Column<FeatureDrift>[] = [
  {
    name: 'Feature',
    wide: true,
    cell: (feature) => (
      <>
        {feature.feature}
        <div className="hint">{[feature.calibrated ? '' : 'uncalibrated: fixed thresholds', feature.note].filter(Boolean).join('; ')}</div>
      </>
    ),
  },
  { name: 'Severity', cell: (feature) => <SeverityBadge severity={feature.severity} /> },
  { name: 'PSI', number: true, cell: (feature) => decimal(feature.psi, 3) },
  { name: 'Moderate from', number: true, cell: (feature) => decimal(feature.moderateThreshold, 3) },
  { name: 'Severe from', number: true, cell: (feature) => decimal(feature.severeThreshold, 3) },
  { name: 'KS', number: true, cell: (feature) => decimal(feature.ks, 3) },
  { name: 'Mean shift', number: true, cell: (feature) => signed(feature.meanShift, 2) },
  { name: 'Variance ratio', number: true, cell: (feature) => decimal(feature.varianceRatio, 2) },
  { name: 'Missing', number: true, cell: (feature) => percent(feature.missingRate) },
  { name: 'Direction', cell: (feature) => feature.direction },
];

export function ReportPage({ model, id }: { model: string; id: string }) {
  const call = useCall<DriftReport>(path(['models', model, 'drift', 'reports', id]));
  return (
    <Page title={`Drift report${call.value ? ` as of ${asOf(call.value.asOf)}` : ''}`} above={[['Monitoring', '/monitoring'], [model, monitoringAddress(model)]]}>
      <Loaded call={call} what="the report">
        {(report) => (
          <>
            <p className="badges">
              <SeverityBadge severity={report.severity} />
              {report.drill && <DrillBadge />}
              {report.why}
            </p>
            <Facts
              facts={[
                ['Action', report.action],
                ['Score', decimal(report.driftScore, 2)],
                ['Version', <Link href={versionAddress(model, report.version)}>v{report.version}</Link>],
                ['Severe in a row', whole(report.severeInARow)],
                ['Rows', whole(report.rows)],
                ['Days', `${report.days} against ${report.baselineDays} before`],
                ['Confidence', percent(report.confidence, 0)],
                ['Scanned', `${moment(report.at)} (${words(report.trigger)})`],
              ]}
            />
            <Card title="Features" note="The nearest to their severe threshold first.">
              <Table label="Features" columns={COLUMNS} rows={[...report.features].sort(byRatio)} keyOf={(feature) => feature.feature} empty="No feature was measured." />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

const ratio = (feature: FeatureDrift): number => (toNumber(feature.psi) ?? -1) / Number(feature.severeThreshold);

const byRatio = (a: FeatureDrift, b: FeatureDrift): number => ratio(b) - ratio(a);
