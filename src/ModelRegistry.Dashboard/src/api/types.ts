// The shapes of /api/v1 that the pages read. Nulls are left out by the registry, so what may be missing is optional.

/** The registry writes NaN and infinities as words. */
export type Figure = number | 'NaN' | 'Infinity' | '-Infinity';

export type Stage = 'Draft' | 'Trained' | 'Validated' | 'Staging' | 'Production' | 'Deprecated' | 'Archived';

export interface Freeze {
  reason: string;
  reportId: string;
  features: string[];
  asOf: string;
}

export interface ModelSummary {
  id: string;
  name: string;
  lifecycle: string;
  description?: string;
  production?: number;
  shadows: number[];
  frozen?: Freeze;
  versions: number;
  createdAt: string;
  createdBy: string;
  updatedAt: string;
}

export interface VersionView {
  number: number;
  semanticVersion: string;
  stage: Stage;
  parent?: number;
  approvedBy: string[];
  inputs: string[];
  drill: boolean;
}

export interface ModelView {
  id: string;
  name: string;
  lifecycle: string;
  description?: string;
  tags: Record<string, string>;
  revision: number;
  production?: number;
  shadows: number[];
  frozen?: Freeze;
  aliases: Record<string, number>;
  versions: VersionView[];
  formerProduction: number[];
}

export interface VersionDocument {
  number: number;
  version: string;
  stage: Stage;
  bumpReason: string;
  flavor: string;
  artifact: string;
  artifactSize: number;
  parent?: number;
  algorithm?: string;
  description?: string;
  params: Record<string, string>;
  metrics: Record<string, Figure>;
  tags: Record<string, string>;
  manifest: Manifest;
  manifestDigest: string;
  createdAt: string;
  createdBy: string;
}

export interface Manifest {
  featureGraphHash?: string;
  trainingConfigHash?: string;
  datasetHash?: string;
  codeFingerprint?: string;
  gitCommit?: string;
  trainedAt?: string;
  trainFrom?: string;
  trainTo?: string;
  samples?: number;
  trainingDataset?: string;
}

export interface Gate {
  gate: string;
  passed: boolean;
  value: string;
  threshold: string;
  source: string;
  overridden: boolean;
}

export interface HistoryEntry {
  kind: string;
  id: string;
  revision: number;
  type: string;
  at: string;
  actor: string;
  event: Record<string, unknown>;
}

export type ExperimentStatus = 'Draft' | 'Running' | 'Paused' | 'Concluded' | 'Cancelled';

export interface ExperimentSummary {
  id: string;
  name: string;
  model?: string;
  status: ExperimentStatus;
  versions: number[];
  outcome?: string;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
}

export interface Interval {
  low: Figure;
  high: Figure;
  method: string;
}

export interface ArmResult {
  variant: string;
  version: number;
  units: number;
  mean: Figure;
  standardError: Figure;
}

export interface MetricResult {
  metric: string;
  arms: ArmResult[];
  estimate?: Figure;
  pValue?: Figure;
  welch?: Interval;
  sequential?: Interval;
  blocks?: Interval;
  blockCount: number;
}

export interface MetricPlan {
  name: string;
  kind: string;
  source: string;
  increase: boolean;
  primary: boolean;
}

export interface ExperimentView {
  id: string;
  plan: {
    name: string;
    modelId: string;
    variants: { name: string; version: number; weight: number }[];
    metrics: MetricPlan[];
    confidence: number;
    minSamples: number;
    asOfFrom?: string;
    asOfTo?: string;
    blockDays: number;
    promoteOnWin: boolean;
  };
  status: ExperimentStatus;
  verdict?: { outcome: string; winner?: string; why: string };
  startedAt?: string;
  concludedAt?: string;
  promotion?: string;
}

export interface ExperimentResults {
  experiment: ExperimentView;
  metrics: MetricResult[];
  outcomesRead: number;
  countedThrough?: string;
  openUnits: number;
  sampleRatioPValue: Figure;
  recommendation: string;
  lateOutcomes: number;
  repeatedOutcomes: number;
  invalidOutcomes: number;
}

export type Severity = 'NotEnoughData' | 'None' | 'Moderate' | 'Severe';

export interface FeatureDrift {
  feature: string;
  severity: Severity;
  psi?: Figure;
  ks?: Figure;
  meanShift?: Figure;
  varianceRatio?: Figure;
  missingRate: Figure;
  moderateThreshold: Figure;
  severeThreshold: Figure;
  calibrated: boolean;
  direction: string;
  rows: number;
  note: string;
}

export interface DriftReport {
  id: string;
  version: number;
  asOf: string;
  at: string;
  severity: Severity;
  driftedFeatures: string[];
  driftScore: Figure;
  confidence: Figure;
  rows: number;
  days: number;
  baselineDays: number;
  drill: boolean;
  severeInARow: number;
  features: FeatureDrift[];
  trigger: string;
  action: string;
  why: string;
}

export interface MonitorView {
  policy: {
    windowDays: number;
    baselineDays: number;
    confirmScans: number;
    thawScans: number;
    action: 'Notify' | 'FreezeAndRetrain' | 'RollBack';
    moderate: number;
    severe: number;
    periodMinutes: number;
    minRows: number;
    note: string;
  };
  referenceVersion?: number;
  scannedThrough?: string;
  watermark?: string;
  severeInARow: number;
  calmInARow: number;
  pendingAction?: string;
}

export interface RetrainingView {
  requests: { id: string; reason: string; reportId?: string; asOf?: string; requestedAt: string; answeredBy?: number }[];
}

export interface ServingStatus {
  model: string;
  production?: number;
  serving?: number;
  experiment?: string;
  shadows: number[];
  routingStaleSince?: string;
  requests: number;
  units: number;
  refused: number;
  p50Milliseconds?: number;
  p99Milliseconds?: number;
  logged: Record<string, number>;
  outcomes: { actuals: number; settled: number; outcomes: number };
}
