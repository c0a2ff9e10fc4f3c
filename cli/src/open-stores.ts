import { mkdir } from "node:fs/promises";
import type {
  BudgetStore,
  CredentialStore,
  EventStore,
  ExecutionQueue,
  ExecutionStore,
  KeyRing,
  MessageStore,
  ProjectSecretStore,
  RepoStore,
  TaskStore,
} from "@catalyst/core";
import {
  connectDatabase,
  type Database,
  openKeyRing,
  postgresBudgetStore,
  postgresCredentialStore,
  postgresEventStore,
  postgresExecutionQueue,
  postgresExecutionStore,
  postgresMessageStore,
  postgresProjectSecretStore,
  postgresRepoStore,
  postgresTaskStore,
} from "@catalyst/postgres";
import type { CliContext } from "./cli-context.ts";
import type { CliConfig } from "./config.ts";

/** The one user of a machine. */
export const LOCAL_LOGIN = "local";

/** Everything durable that commands work with. */
export interface Stores {
  database: Database;
  tasks: TaskStore;
  executions: ExecutionStore;
  queue: ExecutionQueue;
  events: EventStore;
  messages: MessageStore;
  budgets: BudgetStore;
  credentials: CredentialStore;
  secrets: ProjectSecretStore;
  repos: RepoStore;
  openKeyRing(): Promise<KeyRing>;
  close(): Promise<void>;
}

/** Opens the database of the home, starting the embedded server if need be; who opens must close. */
export async function openStores({ home, databaseUrl, masterKeyFile }: CliConfig): Promise<Stores> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const database = await connectDatabase({ home, databaseUrl });
  return {
    database,
    tasks: postgresTaskStore(database),
    executions: postgresExecutionStore(database),
    queue: postgresExecutionQueue(database),
    events: postgresEventStore(database),
    messages: postgresMessageStore(database),
    budgets: postgresBudgetStore(database),
    credentials: postgresCredentialStore(database),
    secrets: postgresProjectSecretStore(database),
    repos: postgresRepoStore(database),
    openKeyRing: () => openKeyRing(database, { home, masterKeyFile }),
    close: () => database.close(),
  };
}

/** Runs the work with the stores open, and closes them whatever comes. */
export async function withStores<Result>(
  { readConfig, output }: Pick<CliContext, "readConfig" | "output">,
  work: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  const config = await readConfig();
  output.status("opening the database …");
  const stores = await openStores(config).finally(() => output.status(null));
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
}
