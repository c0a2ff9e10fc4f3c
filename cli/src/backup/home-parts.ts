/**
 * What becomes of an entry of the home in a backup. `carried`: copied. `database`: its rows are. `keys`: to a file apart, where that is asked for.
 * `own`: this machine's own secrets, which another one makes anew. `anew`: made again when it is needed. `passing`: about the moment.
 */
type HomePart = "carried" | "database" | "keys" | "own" | "anew" | "passing";

/** Every entry that a home has. One that isn't here is in no backup, and a test fails. */
export const HOME_PARTS: Readonly<Record<string, HomePart>> = {
  "agents.d": "carried",
  results: "carried",
  quarantine: "carried",
  sealers: "carried",
  postgres: "database",
  "gateway-keys": "keys",
  sealer: "own",
  "gateway-public": "own",
  "worker-keys": "own",
  "worker-public": "own",
  "server-keys": "own",
  "server-public": "own",
  "server-secret": "own",
  "unsubscribe-key": "own",
  "logins.json": "own",
  agents: "anew",
  mirrors: "anew",
  cache: "anew",
  "setup-cache": "anew",
  runner: "anew",
  environments: "passing",
  gateway: "passing",
  server: "passing",
  web: "passing",
  logs: "passing",
  swept: "passing",
  "up.lock": "passing",
  "backing-up": "passing",
};

/** Where a restore works before it puts anything in its place. */
export const RESTORING = ".restoring";

/** What a restore puts in its place, or what would contradict it: a home that has any of it isn't empty. */
export function isReplaced(name: string): boolean {
  return name !== "logins.json" && ["carried", "database", "keys", "own"].includes(HOME_PARTS[name] ?? "");
}
