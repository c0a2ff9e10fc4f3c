import { writeFileSync } from "node:fs";
import { type ConfiguredAddress, findMachineOwner, isPrivateAllowed } from "@catalyst/core";
import { whyUnreached } from "@catalyst/machine";
import { connectDatabase, postgresAccountStore, postgresCredentialStore } from "@catalyst/postgres";
import { readConfig } from "../config.ts";
import { DEFAULT_LIMITS } from "../limits/gateway-limits.ts";
import { DIALECTS } from "../llm/dialects/dialects.ts";
import { createUpstreams, type Upstreams } from "../llm/upstream/upstream.ts";

/**
 * Tells what a gateway reaches from where this runs: the database, and each provider of a stored credential, dialled as the gateway dials it, with no
 * key. One line of JSON, also where a cluster keeps a container's last words: `{"database": problem or null, "places": [{"what", "host", ...}]}`.
 */
const MAX_PLACES = 20;
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
    const { userId: ownerId } = await findMachineOwner({ accounts: postgresAccountStore(db) });
    const upstreams = createUpstreams({
      limits: DEFAULT_LIMITS,
      isPrivateAllowed: (of: ConfiguredAddress) => isPrivateAllowed(of, { ownerId, privateHosts: config.privateHosts }),
    });
    const credentials = await postgresCredentialStore(db).listAll();
    const wanted = new Map<string, () => Promise<Tried>>();
    for (const { provider, baseUrl, userId } of credentials) {
      const base = baseUrl ?? DIALECTS[provider].defaultBaseUrl;
      if (base !== null) {
        wanted.set(`${provider} ${base}`, () =>
          tryProvider(provider, { base, credential: { userId, baseUrl }, upstreams }),
        );
      }
    }
    const places = await Promise.all([...wanted.values()].slice(0, MAX_PLACES).map((attempt) => attempt()));
    await upstreams.close();
    return { database: null, places };
  } finally {
    await db.close();
  }
}

interface Trying {
  base: string;
  credential: Parameters<Upstreams["to"]>[1];
  upstreams: Upstreams;
}

/** Any answer shows that it is there. */
async function tryProvider(what: string, { base, credential, upstreams }: Trying): Promise<Tried> {
  const url = new URL(base);
  try {
    const dispatcher = upstreams.to(url, credential);
    const { statusCode, body } = await dispatcher.request({ origin: url.origin, path: url.pathname, method: "GET" });
    body.on("error", () => undefined).destroy();
    return { what, host: url.host, status: statusCode };
  } catch (error) {
    return { what, host: url.host, ...whyUnreached(error) };
  }
}
