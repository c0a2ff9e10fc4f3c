export interface RpcMessage {
  id?: unknown;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
}

/** The messages of an answer, be it one as JSON, a stream of them, or none. */
export function readMessages(words: string): RpcMessage[] {
  if (words.trimStart().startsWith("{")) {
    return [JSON.parse(words)];
  }
  return words
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => JSON.parse(line.slice("data: ".length)));
}
