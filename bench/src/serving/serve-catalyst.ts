/** The server on a database of its own, with some tasks and without bounds on who asks, until its standard input ends. */
import { storeTask } from "@catalyst/postgres/testing";
import { startTestServer } from "../../../server/src/testing/start-test-server.ts";

const TASKS = 30;
const MANY = 10_000;

const server = await startTestServer({
  maxConnections: MANY,
  maxConnectionsOfOne: MANY,
  maxStreams: MANY,
  maxStreamsOfOne: MANY,
});
let stored = await storeTask(server.db);
for (let count = 1; count < TASKS; count++) {
  stored = await storeTask(server.db);
}
const { socketPath, db } = server;
console.log(JSON.stringify({ socketPath, executionId: stored.executionId, connection: db.connection }));
process.stdin.on("end", () => void server.close()).resume();
