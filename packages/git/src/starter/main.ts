import { execute } from "./execute.ts";
import type { Wanted } from "./program-starter.ts";

// Starts programs for a process that is many times as large (program-starter.ts). It ends with that process.

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
  // Whoever ends our process ends us with it, and not before it has let go of what it does.
  process.on(signal, () => undefined);
}
process.on("disconnect", () => process.exit());
process.on("message", async ({ id, execution }: Wanted) => {
  const executed = await execute(execution);
  if (process.connected) {
    process.send?.({ id, executed });
  }
});
