import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";

/** Debian's, as tests bring no browser of their own. */
const CHROMIUM = "/usr/bin/chromium";
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-proxy-server",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A real browser that asks nobody but who the test names. */
export async function openBrowser(): Promise<Pick<Browser, "newPage" | "newContext" | "close">> {
  const home = await mkdtemp(join(tmpdir(), "catalyst-browser-"));
  const env = { PATH: process.env.PATH ?? "", HOME: home };
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET, env });
  return {
    newPage: (options) => browser.newPage(options),
    newContext: (options) => browser.newContext(options),
    async close() {
      await browser.close();
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
