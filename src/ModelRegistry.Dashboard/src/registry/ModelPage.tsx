import { path } from '../api/client';
import type { ModelView } from '../api/types';
import { useCall } from '../api/useCall';
import { monitoringAddress, versionAddress } from '../parts/addresses';
import { Card } from '../parts/Card';
import { Facts } from '../parts/Facts';
import { Loaded } from '../parts/Loaded';
import { Page } from '../parts/Page';
import { Link } from '../parts/router';
import { FreezeNotice } from './FreezeNotice';
import { History } from './History';
import { Lineage } from './Lineage';
import { Versions } from './Versions';

const REFRESH = 5_000;

export function ModelPage({ name }: { name: string }) {
  const model = useCall<ModelView>(path(['models', name]), { every: REFRESH });
  return (
    <Page title={name} above={[['Models', '/models']]} aside={model.value && <Link href={monitoringAddress(name)}>Monitoring of this model</Link>}>
      <Loaded call={model} what={`the model ${name}`}>
        {(view) => (
          <>
            {view.description && <p>{view.description}</p>}
            {view.frozen && <FreezeNotice model={name} freeze={view.frozen} />}
            <Facts facts={factsOf(view)} />
            <Versions model={view} />
            <Card title="Lineage" note="From parent to child; the number opens the version.">
              <Lineage model={view} />
            </Card>
            <History model={name} revision={view.revision} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function factsOf(view: ModelView): [string, React.ReactNode][] {
  const link = (number: number) => <Link href={versionAddress(view.name, number)}>v{number}</Link>;
  const links = (numbers: number[]) => numbers.flatMap((number, index) => [index > 0 && ', ', <span key={number}>{link(number)}</span>]);
  const aliases = Object.entries(view.aliases).sort(([a], [b]) => a.localeCompare(b));
  return [
    ['Production', view.production === undefined ? 'none' : link(view.production)],
    ['Shadows', view.shadows.length === 0 ? 'none' : links(view.shadows)],
    ['Rollback goes to', view.formerProduction.length === 0 ? 'none' : link(view.formerProduction.at(-1)!)],
    ['Promotions', view.frozen ? 'frozen' : 'open'],
    ['Lifecycle', view.lifecycle.toLowerCase()],
    [
      'Aliases',
      aliases.length === 0
        ? 'none'
        : aliases.map(([alias, number], index) => (
            <span key={alias}>
              {index > 0 && ', '}@{alias} → {link(number)}
            </span>
          )),
    ],
    ['Tags', Object.entries(view.tags).map(([key, value]) => `${key} = ${value}`).join(', ')],
  ];
}
