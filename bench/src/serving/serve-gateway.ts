/**
 * `node serve-gateway.ts <url> <budgets as JSON>`: the gateway for some executions of a project with these budgets, on a database that
 * waits for the disk, until its standard input ends. Nothing bounds how much an execution asks.
 */
import { ProjectBudgets, sealCredential } from "@catalyst/core";
import { postgresAccountStore } from "@catalyst/postgres";
import { createSealedOpener } from "../../../gateway/src/keys/open-sealed.ts";
import { prepareKeys } from "../../../gateway/src/keys/prepare-keys.ts";
import { makeKeyHome } from "../../../gateway/src/testing/key-home.ts";
import { startTestGateway } from "../../../gateway/src/testing/start-test-gateway.ts";
import { createTestExecutions, openPostgresStores } from "../../../gateway/src/testing/test-executions.ts";

const EXECUTIONS = 4;
const MANY = { perSecond: 1e6, burst: 1e6 };

const [url = "", budgets = "{}"] = process.argv.slice(2);
const home = await makeKeyHome();
const { db, place, keys, credentials } = home;
await db.pool.query("alter system set fsync = on");
await db.pool.query("select pg_reload_conf()");
const opener = createSealedOpener(place, await prepareKeys(place, keys));
const executions = createTestExecutions(await openPostgresStores(db));
const gateway = await startTestGateway({
  limits: { concurrentRequests: 1000, concurrentConnections: 1000, requests: MANY, connections: MANY, logLines: MANY },
  deps: { ...executions.stores, ...opener, credentials },
});
const { id: userId } = await postgresAccountStore(db).ensureUser("bench");
const identity = { id: crypto.randomUUID(), provider: "anthropic", userId, teamId: null, taskId: null } as const;
const secret = { key: "sk-ant-bench-0123456789", baseUrl: url };
const credential = sealCredential({ ...identity, createdAt: new Date() }, secret, await home.sealing());
await credentials.insert(credential);
const sockets = [];
for (let count = 0; count < EXECUTIONS; count++) {
  const { executionId, headers } = await executions.begin({
    llm: { provider: "anthropic", credentialId: credential.id },
  });
  const token = headers.authorization.slice("Bearer ".length);
  sockets.push({ socketPath: await gateway.socketOf(executionId), token });
}
await db.pool.query("update agent_configs set budgets = $1", [ProjectBudgets.parse(JSON.parse(budgets))]);
console.log(JSON.stringify({ sockets, connection: db.connection }));
process.stdin
  .on("end", async () => {
    await gateway.stop();
    await home.remove();
  })
  .resume();
