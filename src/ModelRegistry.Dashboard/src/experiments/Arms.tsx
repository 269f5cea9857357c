import type { ArmResult } from '../api/types';
import { decimal, whole } from '../parts/format';
import { Table, type Column } from '../parts/Table';

const COLUMNS: Column<ArmResult>[] = [
  { name: 'Arm', cell: (arm) => arm.variant },
  { name: 'Version', number: true, cell: (arm) => `v${arm.version}` },
  { name: 'Units', number: true, cell: (arm) => whole(arm.units) },
  { name: 'Mean', number: true, cell: (arm) => decimal(arm.mean) },
  { name: 'Standard error', number: true, cell: (arm) => decimal(arm.standardError) },
];

export function Arms({ arms }: { arms: ArmResult[] }) {
  return (
    <div>
      <h3>Arms</h3>
      <Table label="Arms" columns={COLUMNS} rows={arms} keyOf={(arm) => arm.variant} empty="No unit was counted yet." />
    </div>
  );
}
