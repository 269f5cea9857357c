import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from 'react';

const MOVED = 'modelregistry:moved';

/** The address as decoded segments; null when it cannot be decoded. */
export function useSegments(): string[] | null {
  const pathname = useSyncExternalStore(subscribe, () => window.location.pathname);
  try {
    return pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch (failure) {
    if (failure instanceof URIError) return null;
    throw failure;
  }
}

export function go(to: string): void {
  window.history.pushState(null, '', to);
  window.dispatchEvent(new Event(MOVED));
  window.scrollTo(0, 0);
}

/** A link within the dashboard. Clicks that ask for a new tab or window stay the browser's. */
export function Link({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  }

  return <a href={href} {...rest} onClick={follow} />;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(MOVED, listener);
  };
}
