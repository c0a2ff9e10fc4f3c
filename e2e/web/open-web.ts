import type { BrowserContextOptions, Page } from "@playwright/test";
import { findFreePort } from "../find-free-port.ts";
import { openBrowser } from "../open-browser.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const PATIENCE_MILLISECONDS = 180_000;

/** What a browser complained of, or asked of anybody but Catalyst: no page of ours may cause any of it. */
interface Watched {
  complaints: string[];
  elsewhere: string[];
}

export interface OpenedPage {
  page: Page;
  watched: Watched;
}

/** Catalyst as a person starts it, with its web app, and a browser beside it. */
export interface OpenedWeb {
  home: TestHome;
  url: string;
  /** A page of somebody who isn't signed in, with cookies of its own. */
  newPage(options?: BrowserContextOptions): Promise<OpenedPage>;
  /** Another page of the same browser and person. */
  besides(page: Page): Promise<OpenedPage>;
  /** Signed in as the machine's owner, by a link as they get it. */
  signIn(options?: BrowserContextOptions): Promise<OpenedPage>;
  /** The owner's link, of which each signs in once. */
  findLink(): Promise<string>;
  close(): Promise<void>;
}

/** The app is built before the journeys begin (`.ci/web`), or by whoever is first. `agentsFolder`: as `createTestHome` has it. */
export async function openWeb(env: Record<string, string> = {}, agentsFolder?: string): Promise<OpenedWeb> {
  const home = await createTestHome({ agentsFolder });
  const up = home.start(["up", "--listen", `127.0.0.1:${await findFreePort()}`], {
    env: { CATALYST_WEB: "on", ...env },
  });
  const [browser, found] = await Promise.all([openBrowser(), up.finds(/Open (http:\S+) in a browser/)]);
  const url = found[1] as string;
  const findLink = async () => {
    const { stdout } = await home.run(["open"]);
    return /http:\/\/localhost:\S+/.exec(stdout)?.[0] as string;
  };
  const newPage = async (options?: BrowserContextOptions) =>
    watch(await (await browser.newContext(options)).newPage(), url);
  return {
    home,
    url,
    newPage,
    besides: async (page) => watch(await page.context().newPage(), url),
    async signIn(options) {
      const opened = await newPage(options);
      await opened.page.goto(await findLink());
      return opened;
    },
    findLink,
    async close() {
      await browser.close();
      await home.remove();
    },
  };
}

function watch(page: Page, url: string): OpenedPage {
  page.setDefaultTimeout(PATIENCE_MILLISECONDS);
  const watched: Watched = { complaints: [], elsewhere: [] };
  page.on(
    "console",
    (message) => message.type() === "error" && watched.complaints.push(`${message.text()} (${message.location().url})`),
  );
  page.on("pageerror", (error) => watched.complaints.push(error.message));
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== "data:" && asked.protocol !== "blob:" && asked.origin !== url) {
      watched.elsewhere.push(asked.href);
    }
  });
  return { page, watched };
}
