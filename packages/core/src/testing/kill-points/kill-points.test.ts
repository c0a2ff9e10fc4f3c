import { describe, expect, test } from "vitest";
import { TaskStatus } from "../../task/task.ts";
import { canMove } from "../../task/task-state.ts";
import { chooseFaults } from "./choose-faults.ts";
import { live } from "./live.ts";
import { LIVES } from "./lives.ts";
import { openMemoryWorld } from "./memory-world.ts";

describe.each(LIVES.map((life, index) => ({ ...life, life, index })))("$name", ({ life, index }) => {
  test("comes to the same, whatever befalls its workers at whichever call", async () => {
    const { sees = (picture) => picture } = life;
    const { picture, calls } = await live(await openMemoryWorld(), life, null);
    const faults = chooseFaults(calls, { seed: index });
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      const lived = await live(await openMemoryWorld(), life, fault);
      expect(lived.isMet, `${fault.kind} ${fault.at}`).toBe(true);
      expect(sees(lived.picture), `${fault.kind} ${fault.at}`).toEqual(sees(picture));
    }
  });
});

test("the lives go every way that the state machine has", async () => {
  const gone = new Set<string>();
  for (const life of LIVES) {
    const { picture } = await live(await openMemoryWorld(), life, null);
    const statuses = picture.changes.flatMap((body) => (body.type === "status" ? [body.status] : []));
    statuses.forEach((to, index) => {
      gone.add(`${statuses[index - 1] ?? "pending"} -> ${to}`);
    });
  }
  const all = TaskStatus.options.flatMap((from) =>
    TaskStatus.options.filter((to) => canMove(from, to)).map((to) => `${from} -> ${to}`),
  );
  expect(all.filter((way) => !gone.has(way))).toEqual([]);
});
