import { path } from '../api/client';
import type { RetrainingView } from '../api/types';
import { useCall } from '../api/useCall';
import { reportAddress, versionAddress } from '../parts/addresses';
import { Badge } from '../parts/Badge';
import { Card } from '../parts/Card';
import { asOf, moment } from '../parts/format';
import { Loaded } from '../parts/Loaded';
import { Link } from '../parts/router';
import { Table, type Column } from '../parts/Table';

type Request = RetrainingView['requests'][number];

const columnsOf = (model: string): Column<Request>[] => [
  {
    name: 'As of',
    cell: (request) => (request.reportId ? <Link href={reportAddress(model, request.reportId)}>{asOf(request.asOf)}</Link> : asOf(request.asOf)),
  },
  { name: 'Asked', number: true, cell: (request) => moment(request.requestedAt) },
  { name: 'Why', wide: true, cell: (request) => request.reason },
  {
    name: 'Answered by',
    cell: (request) =>
      request.answeredBy === undefined ? <Badge tone="warn">open</Badge> : <Link href={versionAddress(model, request.answeredBy)}>v{request.answeredBy}</Link>,
  },
];

export function Retraining({ model, revision }: { model: string; revision: string | undefined }) {
  const call = useCall<RetrainingView>(path(['models', model, 'retraining']), { revision });
  return (
    <Card title="Requests for retraining">
      <Loaded call={call} what="the requests">
        {({ requests }) => (
          <Table label="Requests for retraining" columns={columnsOf(model)} rows={[...requests].reverse()} keyOf={(request) => request.id} empty="Retraining was never asked for." />
        )}
      </Loaded>
    </Card>
  );
}
