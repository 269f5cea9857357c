import { path } from '../api/client';
import type { ExperimentResults, ExperimentView, MetricResult, ModelView } from '../api/types';
import { useCall } from '../api/useCall';
import { modelAddress } from '../parts/addresses';
import { OutcomeBadge, StatusBadge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { Facts } from '../parts/Facts';
import { asOf, moment, percent, pValue, signed, whole, words } from '../parts/format';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Link } from '../parts/router';
import { Arms } from './Arms';
import { Intervals } from './Intervals';

const REFRESH = 5_000;

export function ExperimentPage({ name }: { name: string }) {
  const call = useCall<ExperimentResults>(path(['experiments', name, 'results']), { every: REFRESH });
  const modelId = call.value?.experiment.plan.modelId;
  const model = useCall<ModelView>(modelId === undefined ? null : path(['models', `id:${modelId}`])).value?.name;
  return (
    <Page title={name} above={[['A/B tests', '/experiments']]} aside={model && <Link href={modelAddress(model)}>The model {model}</Link>}>
      <Loaded call={call} what={`the A/B test ${name}`}>
        {(results) => (
          <>
            <Standing results={results} />
            <Facts facts={planFacts(results.experiment)} />
            {results.metrics.length === 0 && <p className="empty">There are no figures before the test has begun.</p>}
            {results.metrics.map((metric) => (
              <Metric key={metric.metric} metric={metric} experiment={results.experiment} />
            ))}
            <Card title="What was counted">
              <Facts facts={countFacts(results)} />
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Standing({ results }: { results: ExperimentResults }) {
  const { status, verdict, promotion } = results.experiment;
  return (
    <div className="standing">
      <span className="badges">
        <StatusBadge status={status} />
        {verdict && <OutcomeBadge outcome={verdict.outcome} />}
      </span>
      <p>{verdict?.why ?? (results.recommendation || 'Nothing can be said yet.')}</p>
      {promotion && <p>Promotion of the winner: {promotion}</p>}
    </div>
  );
}

function Metric({ metric, experiment }: { metric: MetricResult; experiment: ExperimentView }) {
  const plan = experiment.plan.metrics.find((m) => m.name === metric.metric);
  const note = plan && `${plan.primary ? 'Primary metric' : 'Secondary metric'}, a ${words(plan.kind)}; ${plan.increase ? 'larger' : 'smaller'} is better.`;
  return (
    <Card title={words(metric.metric)} note={note}>
      <div className="columns">
        <Arms arms={metric.arms} />
        <div>
          <h3>Challenger minus champion</h3>
          {metric.estimate === undefined ? (
            <p className="empty">Not enough data yet: at least {whole(experiment.plan.minSamples)} units per arm are wanted.</p>
          ) : (
            <>
              <p>
                <strong className="figure">{signed(metric.estimate)}</strong> <span className="hint">{pValue(metric.pValue)} by Welch's t, valid at one look</span>
              </p>
              <Intervals metric={metric} confidence={experiment.plan.confidence} />
            </>
          )}
        </div>
      </div>
    </Card>
  );
}

function planFacts({ plan, startedAt, concludedAt }: ExperimentView): [string, React.ReactNode][] {
  return [
    ['Confidence', percent(plan.confidence, 0)],
    ['Least units per arm', whole(plan.minSamples)],
    ['As-of time', plan.asOfFrom || plan.asOfTo ? `${plan.asOfFrom ? asOf(plan.asOfFrom) : 'any'} to before ${plan.asOfTo ? asOf(plan.asOfTo) : 'any'}` : 'any'],
    ['Blocks', `${plan.blockDays} as-of days`],
    ['When won', plan.promoteOnWin ? 'promote the winner' : 'recommend only'],
    ['Split', plan.variants.map((variant) => `${variant.name} v${variant.version} ${percent(variant.weight, 0)}`).join(', ')],
    ['Started', moment(startedAt)],
    ['Concluded', moment(concludedAt)],
  ];
}

function countFacts(results: ExperimentResults): [string, React.ReactNode][] {
  return [
    ['Outcomes read', whole(results.outcomesRead)],
    ['Counted through', asOf(results.countedThrough)],
    ['Units of open days', whole(results.openUnits)],
    ['Sample ratio', pValue(results.sampleRatioPValue)],
    ['Late, not counted', whole(results.lateOutcomes)],
    ['Repeated, not counted', whole(results.repeatedOutcomes)],
    ['Invalid, not counted', whole(results.invalidOutcomes)],
  ];
}
