import { useCallback, useEffect, useRef, useState } from 'react';
import { get } from './client';

export interface Call<T> {
  value: T | undefined;
  /** Of the latest attempt; an older value may still be there. */
  failure: Error | undefined;
  again: () => void;
}

interface Options {
  /** Ask again after so many milliseconds, while the tab is looked at. */
  every?: number;
  /** Ask again when this changes, keeping what is shown until the answer is there. */
  revision?: string | number | undefined;
}

/** GET a path of the API; null asks nothing yet. */
export function useCall<T>(path: string | null, { every, revision }: Options = {}): Call<T> {
  const [answer, setAnswer] = useState<{ path: string | null; value?: T; failure?: Error }>({ path });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (path === null) return;
    const leaving = new AbortController();
    let timer: number | undefined;

    async function ask(asked: string) {
      if (!document.hidden) {
        try {
          const value = await get<T>(asked, leaving.signal);
          if (!leaving.signal.aborted) setAnswer({ path: asked, value });
        } catch (failure) {
          if (leaving.signal.aborted) return;
          setAnswer((known) => ({ ...(known.path === asked ? known : {}), path: asked, failure: failure as Error }));
        }
      }
      if (every && !leaving.signal.aborted) timer = window.setTimeout(ask, every, asked);
    }

    void ask(path);
    return () => {
      leaving.abort();
      window.clearTimeout(timer);
    };
  }, [path, every, revision, attempt]);

  const again = useCallback(() => setAttempt((n) => n + 1), []);
  const current = answer.path === path ? answer : undefined;
  return { value: current?.value, failure: current?.failure, again };
}

export interface Pages<T> extends Call<T[]> {
  /** Null when there is no further page. */
  more: (() => void) | null;
}

/** A list of the API with its pages: the first at once, the next ones on demand. */
export function usePages<T>(list: string, pathOf: (pageToken?: string) => string, revision?: string | number): Pages<T> {
  type Page = { nextPageToken?: string | number } & Record<string, unknown>;
  const first = useCall<Page>(pathOf(), { revision });
  const [further, setFurther] = useState<{ of: Page | undefined; pages: Page[]; failure?: Error }>({ of: undefined, pages: [] });
  const busy = useRef(false);

  const pages = first.value === undefined ? [] : [first.value, ...(further.of === first.value ? further.pages : [])];
  const next = pages.at(-1)?.nextPageToken;

  async function more() {
    if (busy.current || next === undefined) return;
    busy.current = true;
    const known = pages.slice(1);
    try {
      const page = await get<Page>(pathOf(String(next)));
      setFurther({ of: first.value, pages: [...known, page] });
    } catch (failure) {
      setFurther({ of: first.value, pages: known, failure: failure as Error });
    } finally {
      busy.current = false;
    }
  }

  return {
    value: first.value && pages.flatMap((page) => page[list] as T[]),
    failure: first.failure ?? (further.of === first.value ? further.failure : undefined),
    again: first.again,
    more: next === undefined ? null : () => void more(),
  };
}
