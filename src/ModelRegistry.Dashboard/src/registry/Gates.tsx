import type { Gate } from '../api/types';
import { Badge } from '../parts/Badge';
import { metric, words } from '../parts/format';
import { Table, type Column } from '../parts/Table';

const COLUMNS: Column<Gate>[] = [
  { name: 'Gate', cell: (gate) => words(gate.gate) },
  { name: 'Found', number: true, wide: true, cell: (gate) => figure(gate.value) },
  { name: 'Wanted', number: true, cell: (gate) => figure(gate.threshold) },
  { name: 'From', cell: (gate) => gate.source },
  {
    name: 'Result',
    cell: (gate) => (gate.overridden ? <Badge tone="warn">overridden</Badge> : gate.passed ? <Badge tone="good">passed</Badge> : <Badge tone="bad">failed</Badge>),
  },
];

/** The gates of a promotion, folded away. */
export function Gates({ gates }: { gates: Gate[] }) {
  const overridden = gates.filter((gate) => gate.overridden).length;
  return (
    <details>
      <summary>
        {gates.length} gates{overridden > 0 && `, ${overridden} overridden`}
      </summary>
      <Table label="Gates" columns={COLUMNS} rows={gates} keyOf={(gate) => gate.gate} empty="No gate was judged." />
    </details>
  );
}

function figure(text: string): string {
  return /^-?\d+\.\d+(e-?\d+)?$/i.test(text) ? metric(Number(text)) : text;
}
