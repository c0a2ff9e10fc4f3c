import { expect, test } from "vitest";
import { countPlaces } from "./count-places.ts";

const LIMITS = { cpus: 2, memoryMib: 4096, processes: 1024, diskMib: 8192 };

test.each([
  ["memory decides", { memoryMib: 16_384, processors: 16 }, 3],
  ["processors decide", { memoryMib: 65_536, processors: 2 }, 4],
  ["a machine smaller than one environment conducts one all the same", { memoryMib: 2048, processors: 1 }, 1],
])("%s", (_, machine, places) => {
  expect(countPlaces(machine, LIMITS)).toBe(places);
});

test("smaller environments get more places", () => {
  expect(countPlaces({ memoryMib: 16_384, processors: 8 }, { ...LIMITS, memoryMib: 1024, cpus: 1 })).toBe(14);
});
