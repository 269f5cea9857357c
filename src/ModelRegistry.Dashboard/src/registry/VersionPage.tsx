import { path } from '../api/client';
import type { Figure, Manifest, VersionDocument } from '../api/types';
import { useCall } from '../api/useCall';
import { modelAddress, versionAddress } from '../parts/addresses';
import { DrillBadge, StageBadge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { Facts } from '../parts/Facts';
import { asOf, bytes, metric, moment, whole, words } from '../parts/format';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Link } from '../parts/router';
import { Table } from '../parts/Table';

export function VersionPage({ model, version }: { model: string; version: string }) {
  const call = useCall<VersionDocument>(path(['models', model, 'versions', version]));
  return (
    <Page title={`${model} v${version}`} above={[['Models', '/models'], [model, modelAddress(model)]]}>
      <Loaded call={call} what={`version ${version}`}>
        {(document) => (
          <>
            <p className="badges">
              <StageBadge stage={document.stage} />
              {document.tags['drill']?.toLowerCase() === 'true' && <DrillBadge />}
              {document.description}
            </p>
            <Facts
              facts={[
                ['Semantic version', document.version],
                ['Because', document.bumpReason],
                ['Parent', document.parent === undefined ? 'none' : <Link href={versionAddress(model, document.parent)}>v{document.parent}</Link>],
                ['Flavor', document.flavor],
                ['Algorithm', document.algorithm],
                ['Artifact size', bytes(document.artifactSize)],
                ['Created', `${moment(document.createdAt)} by ${document.createdBy}`],
              ]}
            />
            <div className="columns">
              <Values title="Metrics" note="Walk-forward or hold-out, never in-sample." number values={metrics(document.metrics)} empty="No metric was registered." />
              <Values title="Parameters" number values={Object.entries(document.params)} empty="No parameter was registered." />
              <Values title="Manifest" note="Where it comes from: enough to say whether it could be made again." values={manifest(document)} empty="No manifest was registered." />
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Pair = [string, string];

function Values({ title, note, values, number = false, empty }: { title: string; note?: string; values: Pair[]; number?: boolean; empty: string }) {
  return (
    <Card title={title} note={note}>
      <Table
        label={title}
        columns={[
          { name: 'Name', cell: ([name]: Pair) => name },
          { name: 'Value', number, wide: !number, cell: ([, value]: Pair) => value },
        ]}
        rows={[...values].sort(([a], [b]) => a.localeCompare(b))}
        keyOf={([name]) => name}
        empty={empty}
      />
    </Card>
  );
}

const metrics = (values: Record<string, Figure>): Pair[] => Object.entries(values).map(([name, value]) => [name, metric(value)]);

function manifest({ manifest: m, manifestDigest, artifact }: VersionDocument): Pair[] {
  const { samples, trainFrom, trainTo, trainedAt, ...rest } = m;
  const texts = ['trainingDataset', 'featureGraphHash', 'trainingConfigHash', 'datasetHash', 'codeFingerprint', 'gitCommit'] satisfies (keyof Manifest)[];
  const told: [string, string | undefined][] = [
    ...texts.map((name): [string, string | undefined] => [words(name), rest[name]]),
    ['samples', samples === undefined ? undefined : whole(samples)],
    ['train from', trainFrom && asOf(trainFrom)],
    ['train to', trainTo && asOf(trainTo)],
    ['trained at', trainedAt && moment(trainedAt)],
    ['manifest digest', manifestDigest],
    ['artifact digest', artifact],
  ];
  return told.filter((pair): pair is Pair => pair[1] !== undefined);
}
