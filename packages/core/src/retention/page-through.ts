import type { EndedExecution, EndedPage } from "./retention-store.ts";

const PAGE = 200;

/** Every execution that a list has, a page at a time: each once, also where it stays on the list. */
export async function* pageThrough(
  { endedBefore, signal }: { endedBefore: Date; signal: AbortSignal },
  list: (page: EndedPage) => Promise<EndedExecution[]>,
): AsyncGenerator<EndedExecution> {
  for (let afterId: string | null = null; !signal.aborted; ) {
    const page: EndedExecution[] = await list({ endedBefore, afterId, limit: PAGE });
    yield* page;
    if (page.length < PAGE) {
      return;
    }
    afterId = page.at(-1)?.execution.id ?? null;
  }
}
