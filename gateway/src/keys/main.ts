import { CatalystError } from "@catalyst/core";
import { connectDatabase, postgresGatewayKeyStore } from "@catalyst/postgres";
import { readConfig } from "../config.ts";
import { prepareKeys } from "./prepare-keys.ts";

/**
 * Does what the gateway does with its keys when it starts, and ends: for who wants to seal before a gateway ran here. Prints one
 * line of JSON: `{"keyId", "olderKeyIds"}`, or `{"code", "message"}` with exit code 1.
 */
try {
  const { home, databaseUrl, keyFile } = readConfig(process.env);
  const db = await connectDatabase({ home, databaseUrl });
  try {
    const { primary, pairs } = await prepareKeys({ home, givenFile: keyFile }, postgresGatewayKeyStore(db));
    const keyId = primary.publicKey.id;
    process.stdout.write(JSON.stringify({ keyId, olderKeyIds: [...pairs.keys()].filter((id) => id !== keyId) }));
  } finally {
    await db.close();
  }
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  process.stdout.write(JSON.stringify({ code: error.code, message: error.message }));
  process.exitCode = 1;
}
