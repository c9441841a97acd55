import type { Problem } from './types.ts';

/** What went wrong, in the server's words. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Parameters = Record<string, string | number | boolean | readonly string[] | undefined | null>;

/** `/api/path?…`, without what is undefined, null or empty; lists are joined by commas. */
export function url(path: string, parameters: Parameters = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    search.set(name, Array.isArray(value) ? value.join(',') : String(value));
  }
  const text = search.toString();
  return `/api/${path}${text === '' ? '' : `?${text}`}`;
}

export async function get<T>(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<T> {
  return answer<T>(await fetch(url(path, parameters), { signal, headers: { accept: 'application/json' } }));
}

export async function post<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return answer<T>(await fetch(url(path), {
    method: 'POST',
    signal,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  }));
}

/** Sends a file that was dropped on the page. */
export async function upload<T>(file: File, signal?: AbortSignal): Promise<T> {
  return answer<T>(await fetch(url('sources', { name: file.name }), {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  }));
}

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const problem = await response.json().catch(() => null) as Problem | null;
  throw new ApiError(response.status, problem?.detail ?? problem?.title ?? `${response.status} ${response.statusText}`);
}
