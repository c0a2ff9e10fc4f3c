/**
 * `node e2e/agent-contract/record.ts [agent ...] [scenario ...]`: plays these scenarios, or all, on the real CLIs at their
 * pinned versions and writes the recordings of packages/agents anew. Paths are those of an environment; what differs from run to run and
 * means nothing (addresses, ids, times) becomes constant.
 */
import { AGENTS_WITH_MODEL } from "@catalyst/agents";
import { SCENARIOS, writeRecording } from "@catalyst/agents/testing";
import { GATEWAY_URL_INSIDE } from "@catalyst/core";
import { createTestHome } from "../start-catalyst.ts";
import { installForPlay, playScenario } from "./play-scenario.ts";

const wanted = process.argv.slice(2);
const home = await createTestHome();
try {
  for (const agent of choose(AGENTS_WITH_MODEL, ({ id }) => id)) {
    const folder = await installForPlay(home, agent);
    for (const scenario of choose(SCENARIOS, ({ name }) => name)) {
      const { lines, exit } = await playScenario(agent, folder, scenario);
      process.stdout.write(`${agent.id} ${scenario.name}: ${lines.length} lines, exit code ${exit.exitCode}\n`);
      await writeRecording(agent.id, scenario.name, { lines: settle(lines), exit });
    }
  }
} finally {
  await home.remove();
}

/** Those that are wanted by name; all when none of them is. */
function choose<Item>(items: readonly Item[], nameOf: (item: Item) => string): readonly Item[] {
  const chosen = items.filter((item) => wanted.includes(nameOf(item)));
  return chosen.length === 0 ? items : chosen;
}

function settle(lines: string[]): string[] {
  const ids = new Map<string, string>();
  return lines.map((line) =>
    line
      .replaceAll(/127\.0\.0\.1:\d+/g, new URL(GATEWAY_URL_INSIDE).host)
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
        ids.set(id, ids.get(id) ?? `00000000-0000-4000-8000-${String(ids.size + 1).padStart(12, "0")}`);
        return ids.get(id) as string;
      })
      .replaceAll(/\b(msg|req)([_-])[\w-]{16}/g, "$1$20000000000000000")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-01-01T00:00:00.000Z")
      .replaceAll(/("\w*duration\w*(?:_ms)?"|"\w+_ms"):\d+/g, "$1:100"),
  );
}
