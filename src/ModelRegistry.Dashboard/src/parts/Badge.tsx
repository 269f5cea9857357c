import type { ReactNode } from 'react';
import type { ExperimentStatus, Severity, Stage } from '../api/types';
import { words } from './format';

export type Tone = 'plain' | 'good' | 'info' | 'warn' | 'bad' | 'drill';

export function Badge({ tone = 'plain', title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span className={`badge ${tone}`} title={title}>
      {children}
    </span>
  );
}

const STAGES: Partial<Record<Stage, Tone>> = { Production: 'good', Staging: 'info', Validated: 'info' };

export const StageBadge = ({ stage }: { stage: Stage }) => <Badge tone={STAGES[stage] ?? 'plain'}>{stage}</Badge>;

const SEVERITIES: Record<Severity, Tone> = { NotEnoughData: 'plain', None: 'good', Moderate: 'warn', Severe: 'bad' };

export const SeverityBadge = ({ severity }: { severity: Severity }) => <Badge tone={SEVERITIES[severity]}>{words(severity)}</Badge>;

const STATUSES: Partial<Record<ExperimentStatus, Tone>> = { Running: 'good', Paused: 'warn', Concluded: 'info' };

export const StatusBadge = ({ status }: { status: ExperimentStatus }) => <Badge tone={STATUSES[status] ?? 'plain'}>{status}</Badge>;

const OUTCOMES: Record<string, Tone> = { challenger_won: 'good', champion_won: 'info', not_enough_data: 'warn' };

export const OutcomeBadge = ({ outcome }: { outcome: string }) => <Badge tone={OUTCOMES[outcome] ?? 'plain'}>{words(outcome)}</Badge>;

export const DrillBadge = () => (
  <Badge tone="drill" title="Made for a fire drill: it says nothing about the market or the real versions">
    drill
  </Badge>
);
