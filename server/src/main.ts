import { CatalystError, LOCAL_LOGIN } from "@catalyst/core";
import {
  connectDatabase,
  isDatabaseOutage,
  postgresEventStore,
  postgresExecutionStore,
  postgresRepoStore,
  postgresTaskStore,
} from "@catalyst/postgres";
import pino from "pino";
import { readConfig, type ServerConfig } from "./config.ts";
import { DEFAULT_LIMITS } from "./server-limits.ts";
import { startServer } from "./start-server.ts";

/** EX_CONFIG of sysexits.h: to start it again helps nobody. */
const SETTINGS_EXIT_CODE = 78;

const log = pino({ name: "server" });

try {
  await runServer(readConfig(process.env));
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  log.fatal({ code: error.code }, error.message);
  process.exitCode = error.code === "invalid_configuration" ? SETTINGS_EXIT_CODE : 1;
}

async function runServer({ home, databaseUrl, folder }: ServerConfig): Promise<void> {
  const stopAsked = new Promise<void>((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
  const db = await connectDatabase({ home, databaseUrl });
  try {
    const repos = postgresRepoStore(db);
    const { id: userId } = await repos.ensureUser(LOCAL_LOGIN);
    const server = await startServer({
      folder,
      deps: {
        tasks: postgresTaskStore(db),
        executions: postgresExecutionStore(db),
        events: postgresEventStore(db),
        repos,
        owner: { kind: "owner", userId },
        isOutage: isDatabaseOutage,
        limits: DEFAULT_LIMITS,
        log,
      },
    });
    await stopAsked;
    await server.stop();
  } finally {
    await db.close();
  }
}
