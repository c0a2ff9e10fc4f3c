import { readFileSync, writeFileSync } from "node:fs";
import { apiAddressOf } from "@catalyst/github";
import { whyUnreached } from "@catalyst/machine";
import { connectDatabase, postgresGitHubAppStore } from "@catalyst/postgres";
import { Agent, request } from "undici";
import { readConfig } from "../config.ts";

/**
 * Tells what a worker reaches from where this runs: each GitHub by which it acts, with no key. One line of JSON, also where a cluster keeps a
 * container's last words: `{"database": problem or null, "places": [{"what", "host", ...}]}`.
 */
const MAX_PLACES = 20;
const MILLISECONDS = 10_000;
const LAST_WORDS = "/dev/termination-log";

type Tried = { what: string; host: string } & ({ status: number } | ReturnType<typeof whyUnreached>);

const config = readConfig(process.env);
const told = await tellReach().catch((error: Error) => ({ database: error.message, places: [] }));
const line = `${JSON.stringify(told)}\n`;
process.stdout.write(line);
try {
  writeFileSync(LAST_WORDS, line);
} catch {
  // No container.
}

async function tellReach(): Promise<{ database: null; places: Tried[] }> {
  const db = await connectDatabase({ home: config.home, databaseUrl: config.databaseUrl });
  try {
    const hosts = new Set((await postgresGitHubAppStore(db).list()).map(({ host }) => host));
    return { database: null, places: await Promise.all([...hosts].slice(0, MAX_PLACES).map(tryGitHub)) };
  } finally {
    await db.close();
  }
}

async function tryGitHub(host: string): Promise<Tried> {
  const { url } = apiAddressOf(host);
  const authorities = config.authorityFile !== null && config.privateHosts.includes(host);
  const connect = authorities ? { ca: readFileSync(config.authorityFile ?? "", "utf8") } : {};
  const dispatcher = new Agent({
    ...{ connect: { timeout: MILLISECONDS, ...connect }, allowH2: false, headersTimeout: MILLISECONDS },
  });
  const place = { what: "GitHub", host: new URL(url).host };
  try {
    const { statusCode, body } = await request(url, { dispatcher, headers: { "user-agent": "catalyst" } });
    await body.dump();
    return { ...place, status: statusCode };
  } catch (error) {
    return { ...place, ...whyUnreached(error) };
  } finally {
    await dispatcher.close();
  }
}
