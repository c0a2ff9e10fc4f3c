import { join } from "node:path";
import { type Figure, perRequestFigure, type Requests } from "../figures/figure.ts";
import { load } from "../serving/load.ts";
import { type Serving, startServing } from "../serving/start-serving.ts";

const CONNECTIONS = 20;
const SECONDS = 3;

interface Way {
  name: string;
  path: string;
  serving: Serving<{ socketPath: string }>;
}

/** Requests a second, and the server's processor time for one, beside the least that node:http and Hono take, round after round. */
export async function measureServer({ folder, rounds }: { folder: string; rounds: number }): Promise<Figure[]> {
  const plain = await startServing<{ socketPath: string }>("serve-plain.ts", ["node", join(folder, "node.sock")]);
  const hono = await startServing<{ socketPath: string }>("serve-plain.ts", ["hono", join(folder, "hono.sock")]);
  const catalyst = await startServing<{ socketPath: string }>("serve-catalyst.ts");
  const ways: Way[] = [
    { name: "node:http, bare", path: "/", serving: plain },
    { name: "Hono, bare", path: "/", serving: hono },
    { name: "/health", path: "/api/v1/health", serving: catalyst },
    { name: "a task", path: "/api/v1/tasks/1", serving: catalyst },
    { name: "30 tasks", path: "/api/v1/tasks?limit=30", serving: catalyst },
  ];
  try {
    const found = await measureRounds(ways, rounds);
    const [baseline = []] = found;
    return ways.map(({ name }, at) => perRequestFigure(`server, ${name}`, { found: found[at] ?? [], baseline }));
  } finally {
    await Promise.all([plain, hono, catalyst].map((one) => one.stop()));
  }
}

/** The first round doesn't count. */
async function measureRounds(ways: readonly Way[], rounds: number): Promise<Requests[][]> {
  const found: Requests[][] = ways.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [at, { path, serving }] of ways.entries()) {
      const before = serving.cpuSeconds();
      const place = { socketPath: serving.said.socketPath, path };
      const count = await load(place, { connections: CONNECTIONS, seconds: SECONDS });
      const cpuMicroseconds = ((serving.cpuSeconds() - before) * 1e6) / count;
      if (round > 0) {
        found[at]?.push({ perSecond: count / SECONDS, cpuMicroseconds });
      }
    }
  }
  return found;
}
