import { closeSync, readdirSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { keepEnvironment } from "./keep-environment.ts";
import type { KeeperOrder } from "./keeper-order.ts";

const CLOSES_AT_EXEC = 0o2000000;

closeInheritedDescriptors();
process.umask(0o077);
const order = JSON.parse(await text(process.stdin)) as KeeperOrder;
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
