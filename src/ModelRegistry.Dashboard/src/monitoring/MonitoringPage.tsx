import { useState } from 'react';
import { path } from '../api/client';
import type { DriftReport, ModelView, MonitorView } from '../api/types';
import { useCall } from '../api/useCall';
import { modelAddress } from '../parts/addresses';
import { Card } from '../parts/Card';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Link } from '../parts/router';
import { FreezeNotice } from '../registry/FreezeNotice';
import { DriftOverTime } from './DriftOverTime';
import { Policy } from './Policy';
import { Retraining } from './Retraining';
import { SevereReports } from './SevereReports';

const REFRESH = 5_000;
const SPANS = [60, 250, 1000];

export function MonitoringPage({ model }: { model: string }) {
  const [span, setSpan] = useState(250);
  const monitor = useCall<MonitorView>(path(['models', model, 'monitor']), { every: REFRESH });
  const scanned = monitor.value?.scannedThrough;
  const view = useCall<ModelView>(path(['models', model]), { revision: scanned });
  const reports = useCall<{ reports: DriftReport[] }>(path(['models', model, 'drift', 'reports'], { pageSize: span }), { revision: scanned });
  const severe = useCall<{ reports: DriftReport[] }>(path(['models', model, 'drift', 'reports'], { pageSize: 100, atLeast: 'Severe' }), { revision: scanned });

  return (
    <Page title={`Monitoring of ${model}`} above={[['Monitoring', '/monitoring']]} aside={<Link href={modelAddress(model)}>Versions and history</Link>}>
      {view.value?.frozen && <FreezeNotice model={model} freeze={view.value.frozen} />}
      <Card
        title="Drift over as-of time"
        note="How far the latest days are from the days before them. At 1 the PSI has reached the threshold from which drift is severe; every feature has its own, found in its training data. Ranks within a day are moderate at most."
        tools={<Span span={span} choose={setSpan} />}
      >
        <Loaded call={reports} what="the drift reports">
          {({ reports: rows }) => <DriftOverTime model={model} reports={rows} />}
        </Loaded>
      </Card>
      <Loaded call={severe} what="the severe reports">
        {({ reports: rows }) => <SevereReports model={model} reports={rows} />}
      </Loaded>
      <Loaded call={monitor} what="the monitor">
        {(value) => <Policy monitor={value} />}
      </Loaded>
      <Retraining model={model} revision={scanned} />
    </Page>
  );
}

function Span({ span, choose }: { span: number; choose: (span: number) => void }) {
  return (
    <label>
      Show{' '}
      <select value={span} onChange={(event) => choose(Number(event.target.value))}>
        {SPANS.map((count) => (
          <option key={count} value={count}>
            the last {count.toLocaleString('en-US')} scans
          </option>
        ))}
      </select>
    </label>
  );
}
