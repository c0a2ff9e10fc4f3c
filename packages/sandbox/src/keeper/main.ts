import { closeSync, readdirSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { keepEnvironment } from "./keep-environment.ts";
import type { KeeperOrder } from "./keeper-order.ts";

/** It may have been started before its order was known. */
const PATIENCE_MILLISECONDS = 2 * 60 * 1000;
const CLOSES_AT_EXEC = 0o2000000;

closeInheritedDescriptors();
process.umask(0o077);
const impatience = setTimeout(() => process.exit(), PATIENCE_MILLISECONDS);
const said = await text(process.stdin);
clearTimeout(impatience);
if (said === "") {
  // Whoever started us is gone, or doesn't want an environment any more.
  process.exit();
}
const order = JSON.parse(said) as KeeperOrder;
const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.on(signal, () => stop.abort());
}
await keepEnvironment(order, stop.signal);

/** What our starter left open would pass through bubblewrap into the environment. */
function closeInheritedDescriptors(): void {
  for (const name of readdirSync("/proc/self/fd")) {
    const descriptor = Number(name);
    if (descriptor > 2 && !closesAtExec(descriptor)) {
      closeSync(descriptor);
    }
  }
}

function closesAtExec(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, "utf8"))?.[1] ?? "0";
    return (Number.parseInt(flags, 8) & CLOSES_AT_EXEC) !== 0;
  } catch {
    // It was the listing's own descriptor, closed already.
    return true;
  }
}
