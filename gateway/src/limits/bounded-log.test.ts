import pino from "pino";
import { expect, test } from "vitest";
import { createBoundedLog } from "./bounded-log.ts";
import { createTokenBucket } from "./token-bucket.ts";

test("lines that come too fast are left out, and the next one says how many", () => {
  const lines: string[] = [];
  let now = 0;
  const log = createBoundedLog(
    pino({ base: null, timestamp: false }, { write: (line: string) => lines.push(line) }),
    createTokenBucket({ perSecond: 1, burst: 2 }, () => now),
  );
  for (let count = 0; count < 10; count += 1) {
    log.warn({ count }, "failed");
  }
  now = 1000;
  log.info("mended");
  now = 2000;
  log.error("failed again");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 40, count: 0, msg: "failed" },
    { level: 40, count: 1, msg: "failed" },
    { level: 30, leftOut: 8, msg: "mended" },
    { level: 50, msg: "failed again" },
  ]);
});
