import { forgetToken, readToken } from '../session/token';

/** A call that was answered with a problem document, or not at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
  ) {
    super(detail);
  }
}

async function problemOf(response: Response): Promise<ApiError> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  const body = isProblem ? ((await response.json()) as { title?: string; detail?: string }) : {};
  return new ApiError(response.status, body.title ?? `HTTP ${response.status}`, body.detail ?? response.statusText);
}

/** GET /api/v1/PATH. */
export async function getWith<T>(token: string, path: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
      ...(signal && { signal }),
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new ApiError(0, 'no answer', 'The registry does not answer. Is it running, and can this browser reach it?');
  }
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

/** GET /api/v1/PATH with the token of this session; a token that is no longer taken ends the session. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  try {
    return await getWith<T>(readToken() ?? '', path, signal);
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 401)
      forgetToken('The token is no longer taken: it was revoked or has expired. Sign in again.');
    throw failure;
  }
}

/** A path from segments and a query; what is undefined is left out. */
export function path(segments: (string | number)[], query: Record<string, string | number | undefined> = {}): string {
  const given = Object.entries(query).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return segments.map((segment) => encodeURIComponent(segment)).join('/') + (search && `?${search}`);
}
