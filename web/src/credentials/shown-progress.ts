/** What a sign-in is at: what its person is to do, or what is done for it. */
export type ProgressShown = { kind: "code"; address: string; code: string } | { kind: "words"; words: string };

/** As a worker tells it. A link leads to ChatGPT's own place or isn't one. */
export function shownProgress(said: string): ProgressShown {
  const found = /^(https:\/\/auth\.openai\.com\/[\w/.-]+) ([A-Z0-9-]{4,20})$/.exec(said);
  return found === null
    ? { kind: "words", words: said }
    : { kind: "code", address: found[1] as string, code: found[2] as string };
}
