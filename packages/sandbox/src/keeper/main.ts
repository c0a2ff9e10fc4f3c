import { closeSync, readdirSync, readFileSync } from "node:fs";
import { type DiskWish, type EarlyDisk, mountEarly } from "./disk/mount-disk.ts";
import type { KeeperOrder } from "./keeper-order.ts";
import { leaveUnordered } from "./leave-unordered.ts";

/** Longer than whoever starts one before its order is known waits with it. */
const PATIENCE_MILLISECONDS = 12 * 60 * 1000;
const CLOSES_AT_EXEC = 0o2000000;

closeInheritedDescriptors();
process.umask(0o077);
let early: EarlyDisk | null = null;
const impatience = setTimeout(() => leaveUnordered(early), PATIENCE_MILLISECONDS);
const listening = listen();
// What it does with its order is loaded while a disk is made.
const loading = import("./keep-environment.ts");
const said = await listening;
clearTimeout(impatience);
if (said === "") {
  // Whoever started us is gone, or doesn't want an environment any more.
  await leaveUnordered(early);
}
const order = JSON.parse(said) as KeeperOrder;
const stop = new AbortController();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
  process.on(signal, () => stop.abort());
}
const { keepEnvironment } = await loading;
await keepEnvironment(order, { stop: stop.signal, early });

/** The order, for which we may wait; before it a line that says which disk it is likely to want, or `null`. */
async function listen(): Promise<string> {
  let [text, hasBegun] = ["", false];
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    text += chunk;
    const end = hasBegun ? -1 : text.indexOf("\n");
    if (end >= 0) {
      const wish: DiskWish | null = JSON.parse(text.slice(0, end));
      early = wish === null ? null : mountEarly(wish);
      [text, hasBegun] = [text.slice(end + 1), true];
    }
  }
  return text;
}

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
