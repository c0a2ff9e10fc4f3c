import { CatalystError } from "@catalyst/core";
import { findPushed, openQuarantine, serveGit } from "@catalyst/git";
import {
  connectDatabase,
  credentialOpener,
  postgresBudgetStore,
  postgresCredentialStore,
  postgresEventStore,
  postgresGrantStore,
  postgresMessageStore,
  postgresProjectSecretStore,
  postgresSessionStore,
  secretOpener,
} from "@catalyst/postgres";
import pino from "pino";
import { type GatewayConfig, readConfig } from "./config.ts";
import { dialPublicHost } from "./egress/dial-host.ts";
import { DEFAULT_LIMITS } from "./limits/gateway-limits.ts";
import { startGateway } from "./start-gateway.ts";

const log = pino({ name: "gateway" });

try {
  await runGateway(readConfig(process.env));
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  log.fatal({ code: error.code }, error.message);
  process.exitCode = 1;
}

async function runGateway({ home, databaseUrl, masterKeyFile, folder }: GatewayConfig): Promise<void> {
  const stopAsked = new Promise<void>((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
  const db = await connectDatabase({ home, databaseUrl });
  try {
    const openCredential = await credentialOpener(db, { home, masterKeyFile });
    const gateway = await startGateway({
      folder,
      deps: {
        grants: postgresGrantStore(db),
        events: postgresEventStore(db),
        budgets: postgresBudgetStore(db),
        sessions: postgresSessionStore(db),
        messages: postgresMessageStore(db),
        credentials: postgresCredentialStore(db),
        openCredential,
        serveGit: (service) => serveGit({ ...service, home }),
        findPushed: (executionId) => findPushed(home, executionId),
        openQuarantine: (executionId) => openQuarantine(home, executionId),
        secrets: postgresProjectSecretStore(db),
        openSecret: await secretOpener(db, { home, masterKeyFile }),
        dialHost: dialPublicHost,
        limits: DEFAULT_LIMITS,
        now: () => new Date(),
        log,
      },
    });
    await stopAsked;
    await gateway.stop();
  } finally {
    await db.close();
  }
}
