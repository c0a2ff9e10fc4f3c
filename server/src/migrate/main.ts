/**
 * Brings the database's schema to this version, and ends: run before anything of this version starts, where several do at once. Exit code 78 says
 * that nothing is mended by trying again.
 */
import { CatalystError, exitCodeOfProcess } from "@catalyst/core";
import { connectDatabase } from "@catalyst/postgres";

const { DATABASE_URL: databaseUrl } = process.env;
try {
  if (databaseUrl === undefined) {
    throw new CatalystError("invalid_configuration", "Migrating failed: DATABASE_URL isn't said.");
  }
  const db = await connectDatabase({ home: "/nonexistent", databaseUrl });
  await db.close();
  process.stdout.write("The database has the schema of this version.\n");
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodeOfProcess(error);
}
