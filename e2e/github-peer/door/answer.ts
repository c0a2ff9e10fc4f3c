/** What an operation answers, before the headers that all answers have. */
export interface Answer {
  status: number;
  mediaType: string;
  /** JSON unless the media type is another; undefined: none. */
  body?: unknown;
  headers?: Record<string, string>;
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, mediaType: "application/json", body, headers };
}

export function noContent(): Answer {
  return { status: 204, mediaType: "application/json" };
}
