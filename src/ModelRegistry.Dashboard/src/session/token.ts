import { useSyncExternalStore } from 'react';

const KEY = 'modelregistry.token';
const listeners = new Set<() => void>();
let farewell: string | null = null;

/** The token of this browser tab; gone when the tab is closed. */
export const readToken = (): string | null => sessionStorage.getItem(KEY);

/** Why the last session ended, for the sign-in page. */
export const readFarewell = (): string | null => farewell;

export function keepToken(token: string): void {
  farewell = null;
  sessionStorage.setItem(KEY, token);
  tell();
}

export function forgetToken(why: string | null = null): void {
  farewell = why;
  sessionStorage.removeItem(KEY);
  tell();
}

export const useToken = (): string | null => useSyncExternalStore(subscribe, readToken);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
