import { path } from '../api/client';
import type { HistoryEntry } from '../api/types';
import { usePages } from '../api/useCall';
import { Card } from '../parts/Card';
import { moment } from '../parts/format';
import { Loaded } from '../parts/Loaded';
import { Table, type Column } from '../parts/Table';
import { describe } from './describe';
import { Gates } from './Gates';

const PAGE = 50;

const COLUMNS: Column<HistoryEntry>[] = [
  { name: 'Revision', number: true, cell: (entry) => entry.revision },
  { name: 'When', number: true, cell: (entry) => moment(entry.at) },
  { name: 'Who', cell: (entry) => entry.actor },
  { name: 'What', wide: true, cell: (entry) => describe(entry).what },
  { name: 'Why', wide: true, cell: (entry) => describe(entry).why },
];

export function History({ model, revision }: { model: string; revision: number }) {
  const history = usePages<HistoryEntry>('events', (pageToken) => path(['models', model, 'history'], { pageSize: PAGE, pageToken }), revision);
  return (
    <Card title="History" note="The event log of the model, the latest first. Each event is chained to the one before it by its hash.">
      <Loaded call={history} what="the history">
        {(rows) => (
          <Table
            label="History"
            columns={COLUMNS}
            rows={rows}
            keyOf={(entry) => entry.revision}
            below={gatesOf}
            more={history.more}
            empty="Nothing has happened yet."
          />
        )}
      </Loaded>
    </Card>
  );
}

function gatesOf(entry: HistoryEntry) {
  const { gates } = describe(entry);
  return gates.length > 0 && <Gates gates={gates} />;
}
