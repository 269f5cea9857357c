import type { Freeze } from '../api/types';
import { reportAddress } from '../parts/addresses';
import { asOf } from '../parts/format';
import { Link } from '../parts/router';

export function FreezeNotice({ model, freeze }: { model: string; freeze: Freeze }) {
  return (
    <div className="notice warn" role="status">
      <strong>Promotions are frozen since {asOf(freeze.asOf)}.</strong> {freeze.reason}{' '}
      <Link href={reportAddress(model, freeze.reportId)}>The drift report</Link>
    </div>
  );
}
