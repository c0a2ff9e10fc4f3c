import { expect, test } from "vitest";
import type { FailedCreation } from "../judge/world.ts";
import { at, environmentOf } from "../testing/worlds.ts";
import { wakeForQuota } from "./wake-for-quota.ts";

const environment = (name: string, seconds: number, project = "p") =>
  environmentOf({ metadata: { name, uid: name, creationTimestamp: at(seconds).toISOString() }, spec: { project } });
const failed = (kind: FailedCreation["kind"]): FailedCreation => ({ kind, message: "", times: 4, at: at(50) });

test("those of the project that wait for its quota try again, the oldest first, and a few at once", () => {
  const many = Array.from({ length: 12 }, (_, index) => environment(`many-${index}`, 100 + index));
  const all = [...many.toReversed(), environment("old", 1), environment("other", 1, "q"), environment("admission", 1)];
  const failures = new Map([
    ...all.map(({ metadata }): [string, FailedCreation] => [metadata.uid ?? "", failed("quota")]),
    ["admission", failed("admission")],
  ]);
  const woken: string[] = [];
  wakeForQuota("p", {
    ...{ environments: { list: () => all }, nameFor: ({ spec }) => spec.project, failures },
    queue: { add: (key) => void woken.push(key) },
  });
  const names = ["old", ...many.slice(0, 9).map(({ metadata }) => metadata.name)];
  expect(woken).toEqual(names.map((name) => `catalyst-system/${name}`));
  expect(failures.get("old")).toEqual({ ...failed("quota"), at: new Date(0) });
  expect([failures.get("other"), failures.get("admission")]).toEqual([failed("quota"), failed("admission")]);
});
