import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import type { Call } from '../api/useCall';

/** What a call came to: a sign of life while it runs, the problem when it failed, otherwise the children. */
export function Loaded<T>({ call, what, children }: { call: Call<T>; what: string; children: (value: T) => ReactNode }) {
  const { value, failure, again } = call;
  if (value === undefined) return failure ? <Failure failure={failure} what={what} again={again} /> : <Loading what={what} />;
  return (
    <>
      {failure && <Failure failure={failure} what={what} again={again} old />}
      {children(value)}
    </>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <p className="loading" role="status">
      Loading {what}…
    </p>
  );
}

function Failure({ failure, what, again, old = false }: { failure: Error; what: string; again: () => void; old?: boolean }) {
  const title = failure instanceof ApiError ? failure.title : 'unexpected';
  return (
    <div className="notice bad" role="alert">
      <strong>
        Could not load {what}: {title}.
      </strong>{' '}
      {failure.message} {old && 'Below is the last answer.'}
      <button type="button" className="quiet" onClick={again}>
        Try again
      </button>
    </div>
  );
}
