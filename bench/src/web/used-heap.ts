import type { OpenedPage } from "../../../e2e/web/open-web.ts";

const MEGABYTE = 1_000_000;

/** What a page holds that nothing lets go of. */
export async function usedHeapMegabytes(page: OpenedPage["page"]): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await devtools.detach();
  return usedSize / MEGABYTE;
}
