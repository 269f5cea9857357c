import { useId, useState, type FormEvent } from 'react';
import { ApiError, getWith } from '../api/client';
import { keepToken, readFarewell } from './token';

/** What a header can carry. */
const SENDABLE = /^[\x21-\x7e]+$/;

export function SignIn() {
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(readFarewell);
  const field = useId();

  async function submit(event: FormEvent) {
    event.preventDefault();
    const given = token.trim();
    if (!SENDABLE.test(given)) {
      setProblem('This is no token: it holds characters that no token has.');
      return;
    }

    setBusy(true);
    setProblem(null);
    try {
      await getWith(given, 'models?pageSize=1');
      keepToken(given);
    } catch (failure) {
      setProblem(words(failure));
      setBusy(false);
    }
  }

  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <img src="/favicon.svg" alt="" width="40" height="40" />
        <h1>Model Registry</h1>
        <label htmlFor={field}>Access token</label>
        <input
          id={field}
          type="password"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          required
          placeholder="mr_…"
          value={token}
          aria-invalid={problem !== null}
          onChange={(event) => setToken(event.target.value)}
        />
        {problem && (
          <p className="notice bad" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" disabled={busy}>
          {busy ? 'Asking…' : 'Sign in'}
        </button>
        <p className="hint">
          The first start writes an admin token to a file in the data folder and prints where it is. The token stays in this tab and is forgotten
          when the tab is closed.
        </p>
      </form>
    </main>
  );
}

function words(failure: unknown): string {
  if (failure instanceof ApiError && failure.status === 401) return 'This token is not taken: it is not known, has expired or was revoked.';
  return failure instanceof Error ? failure.message : String(failure);
}
