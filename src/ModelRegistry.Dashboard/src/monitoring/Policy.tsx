import type { MonitorView } from '../api/types';
import { Card } from '../parts/Card';
import { Facts } from '../parts/Facts';
import { asOf, decimal, whole } from '../parts/format';

const ACTIONS: Record<MonitorView['policy']['action'], string> = {
  Notify: 'write the report',
  FreezeAndRetrain: 'freeze promotions and ask for retraining',
  RollBack: 'roll back to a version that fits better; where there is none, freeze promotions and ask for retraining',
};

export function Policy({ monitor }: { monitor: MonitorView }) {
  const { policy } = monitor;
  return (
    <Card title="Monitor policy" note={policy.note || undefined}>
      <Facts
        facts={[
          ['On severe drift', ACTIONS[policy.action]],
          ['After', `${policy.confirmScans} severe ${policy.confirmScans === 1 ? 'scan' : 'scans running'}`],
          ['A freeze ends after', `${policy.thawScans} scans running that are not severe`],
          ['Window', `${policy.windowDays} as-of days against the ${policy.baselineDays} before`],
          ['Least thresholds', `moderate ${decimal(policy.moderate, 2)}, severe ${decimal(policy.severe, 2)}`],
          ['Least rows', whole(policy.minRows)],
          ['Reminder', `every ${policy.periodMinutes} minutes`],
          ['Reference', monitor.referenceVersion === undefined ? 'none' : `version ${monitor.referenceVersion}`],
          ['Scanned through', asOf(monitor.scannedThrough)],
          ['Latest as-of time', asOf(monitor.watermark)],
          ['Severe in a row', whole(monitor.severeInARow)],
          ['Calm in a row', whole(monitor.calmInARow)],
          ['Pending action', monitor.pendingAction],
        ]}
      />
    </Card>
  );
}
