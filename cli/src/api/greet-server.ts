import { lstatSync } from "node:fs";
import { join } from "node:path";
import { createOwnClient } from "@catalyst/api/own";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import { isClosed } from "./check-server-folder.ts";

/** It is of use to nobody later, and keeps no command from its end. */
const LONGEST_MILLISECONDS = 1000;

/**
 * Asks the server of this home how it is, where there is one, and makes nothing of the answer: a process' first request takes
 * milliseconds that the next one over the same connection doesn't. Nothing is started or made by it.
 */
export async function greetServer(home: string): Promise<void> {
  const folder = join(home, "server");
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined || !isClosed(found)) {
    return;
  }
  await createOwnClient(unixSocketTransport(join(folder, "server.sock"))).call(
    "getHealth",
    {},
    { signal: AbortSignal.timeout(LONGEST_MILLISECONDS) },
  );
}
