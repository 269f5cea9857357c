import { lazy, Suspense, useMemo, useState } from 'react';
import type { DriftReport } from '../api/types';
import { toNumber } from '../parts/format';
import { Loading } from '../parts/Loaded';

// The drawing library is only loaded with the page that draws.
const DriftChart = lazy(() => import('./DriftChart'));

/** More lines than this cannot be told apart. */
const MOST = 6;

export function DriftOverTime({ model, reports }: { model: string; reports: DriftReport[] }) {
  const [chosen, setChosen] = useState<string[]>([]);
  const inOrder = useMemo(() => [...reports].reverse(), [reports]);
  const features = useMemo(() => byWorst(reports), [reports]);
  if (reports.length === 0)
    return <p className="empty">No scan yet. A scan follows when the as-of day of the predictions moves on, or on demand with POST …/drift/scan.</p>;

  const toggle = (feature: string) =>
    setChosen((now) => (now.includes(feature) ? now.filter((name) => name !== feature) : [...now, feature].slice(-MOST)));
  return (
    <>
      <fieldset className="chips">
        <legend>Draw the worst feature of each scan, or up to {MOST} chosen ones</legend>
        <button type="button" aria-pressed={chosen.length === 0} onClick={() => setChosen([])}>
          worst of all
        </button>
        {features.map((feature) => (
          <button key={feature} type="button" aria-pressed={chosen.includes(feature)} onClick={() => toggle(feature)}>
            {feature}
          </button>
        ))}
      </fieldset>
      <Suspense fallback={<Loading what="the drawing" />}>
        <DriftChart model={model} reports={inOrder} features={chosen} />
      </Suspense>
    </>
  );
}

/** All features of the reports, those that came nearest to or farthest over their threshold first; without those that were never measured. */
function byWorst(reports: DriftReport[]): string[] {
  const worst = new Map<string, number>();
  for (const report of reports) {
    for (const { feature, psi, severeThreshold } of report.features) {
      const ratio = (toNumber(psi) ?? NaN) / Number(severeThreshold);
      if (!Number.isNaN(ratio)) worst.set(feature, Math.max(worst.get(feature) ?? 0, ratio));
    }
  }

  return [...worst].sort(([, a], [, b]) => b - a).map(([feature]) => feature);
}
