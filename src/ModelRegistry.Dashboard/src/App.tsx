import { useEffect, useRef, type ReactNode } from 'react';
import { DeploymentPage } from './deployment/DeploymentPage';
import { ExperimentPage } from './experiments/ExperimentPage';
import { ExperimentsPage } from './experiments/ExperimentsPage';
import { MonitoringPage } from './monitoring/MonitoringPage';
import { ReportPage } from './monitoring/ReportPage';
import { WatchedModels } from './monitoring/WatchedModels';
import { Crash } from './parts/Crash';
import { Page } from './parts/Page';
import { Link, useSegments } from './parts/router';
import { ModelPage } from './registry/ModelPage';
import { ModelsPage } from './registry/ModelsPage';
import { VersionPage } from './registry/VersionPage';
import { SignIn } from './session/SignIn';
import { forgetToken, useToken } from './session/token';

const ROOMS: [string, string][] = [
  ['models', 'Registry'],
  ['experiments', 'A/B tests'],
  ['monitoring', 'Monitoring'],
  ['deployment', 'Deployment'],
];

export function App() {
  const token = useToken();
  const segments = useSegments();
  const address = segments?.join('/');
  const shown = useRef(address);
  useEffect(() => {
    // Whoever reads by ear or keyboard goes on at the new page, not at a link that is gone.
    if (shown.current !== address) document.getElementById('content')?.focus({ preventScroll: true });
    shown.current = address;
  }, [address]);

  if (token === null) return <SignIn />;
  const room = segments?.[0] ?? 'models';

  return (
    <>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="top">
        <Link href="/" className="brand">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Model Registry
        </Link>
        <nav aria-label="Main">
          {ROOMS.map(([segment, name]) => (
            <Link key={segment} href={`/${segment}`} aria-current={segment === room ? 'page' : undefined}>
              {name}
            </Link>
          ))}
        </nav>
        <span className="hint">Times are UTC</span>
        <button type="button" className="quiet" onClick={() => forgetToken()}>
          Sign out
        </button>
      </header>
      <main id="content" tabIndex={-1}>
        <Crash key={address}>{pageOf(segments)}</Crash>
      </main>
    </>
  );
}

function pageOf(segments: string[] | null): ReactNode {
  const [room, name, part, item, ...rest] = segments ?? ['?'];
  if (rest.length === 0) {
    if (room === undefined) return <ModelsPage />;
    if (room === 'models') {
      if (name === undefined) return <ModelsPage />;
      if (part === undefined) return <ModelPage name={name} />;
      if (part === 'versions' && item !== undefined) return <VersionPage model={name} version={item} />;
    }
    if (room === 'experiments') {
      if (name === undefined) return <ExperimentsPage />;
      if (part === undefined) return <ExperimentPage name={name} />;
    }
    if (room === 'monitoring') {
      if (name === undefined) return <WatchedModels />;
      if (part === undefined) return <MonitoringPage model={name} />;
      if (part === 'reports' && item !== undefined) return <ReportPage model={name} id={item} />;
    }
    if (room === 'deployment' && name === undefined) return <DeploymentPage />;
  }

  return (
    <Page title="No such page">
      <p className="empty">
        There is nothing at this address. The pages are in the bar above; the <Link href="/">models</Link> are a good start.
      </p>
    </Page>
  );
}
